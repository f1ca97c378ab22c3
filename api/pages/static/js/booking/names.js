// The names behind the ids: services, purposes, programmes, staff, vehicles, places; each read once.

import { ask } from "../api.js";

const places = new Map();

/** Read the town's catalogue and crews. */
export async function catalogue() {
  const [services, purposes, programmes, staff, vehicles] = await Promise.all([
    ask("GET", "/services").then((one) => one.data),
    items("/purposes"), items("/programmes"), items("/staff"), items("/vehicles"),
  ]);
  return {
    services: services.items.filter((one) => one.offered), helpLevels: services.help_levels, purposes, programmes,
    staff: new Map(staff.map((one) => [one.id, one])), vehicles: new Map(vehicles.map((one) => [one.id, one])),
    service: new Map(services.items.map((one) => [one.id, one])),
  };
}

/** Return a place, asked for once. */
export async function place(id) {
  if (!places.has(id)) places.set(id, ask("GET", `/places/${encodeURIComponent(id)}`).then((one) => one.data).catch(() => null));
  return places.get(id);
}

/** Return all items of a list that may come in pages. */
async function items(path) {
  const found = [];
  let cursor = null;
  do {
    const page = (await ask("GET", cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path)).data;
    found.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor);
  return found;
}
