// What the town's people, vehicles, services and places are called; read once, until something of the town changes.

import { ask } from "../api.js";

let found = null;

/** Return names by id, the places where shifts begin, and the days whose plan is published. */
export async function names() {
  found ??= Promise.all([all("/staff"), all("/vehicles"), all("/services"), all("/depots"), all("/patterns")]);
  found.catch(() => (found = null));
  const [staff, vehicles, services, depots, patterns] = await found;
  const days = (await ask("GET", "/days")).data.items;
  return {
    staff: byName(staff), vehicles: byName(vehicles), services: byName(services), depots, patterns,
    published: new Set(days.filter((one) => one.published !== null && one.published !== undefined).map((one) => one.day)),
  };
}

/** Read them anew the next time. */
export const forget = () => (found = null);

async function all(path) {
  const items = [];
  let cursor = "";
  do {
    const { data } = await ask("GET", `${path}${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...data.items);
    cursor = data.next ?? "";
  } while (cursor);
  return items;
}

const byName = (items) => new Map(items.sort((a, b) => a.name.localeCompare(b.name)).map((one) => [one.id, one.name]));
