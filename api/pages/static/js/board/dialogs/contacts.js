// Whom to phone about something: the crew, the client, family and neighbours, the social worker, 112.

import { ask } from "../../api.js";
import { el, phone } from "../../elements.js";
import { t } from "../../texts.js";
import { openDialog } from "./dialog.js";

/** Show the numbers of whoever an alert is about, below what is to be said to them. */
export async function openContacts(day, { shift_id: shiftId, client_ids: clientIds = [] }, say = "") {
  const row = day.row(shiftId);
  const what = say ? [el("p", { class: "lead" }, say)] : [];
  const crew = row ? [...what, el("h3", {}, t("board_strip.who.crew", { shift: row.name })), numbers(row.staff.map((name, at) => ({ name, phone: row.staff_phones[at] })))] : [];
  const waiting = clientIds.length ? [el("p", { role: "status" }, t("board_strip.who.loading"))] : [];
  const dialog = openDialog({ title: t("board_strip.who.title"), body: clientIds.length ? [...waiting, ...crew] : crew });
  if (!clientIds.length) return;
  try {
    const clients = await Promise.all(clientIds.map((id) => ask("GET", `/clients/${encodeURIComponent(id)}`)));
    dialog.set([...clients.flatMap(({ data }) => person(data)), ...crew]);
  } catch (error) {
    dialog.set(crew);
    dialog.tell(error);
  }
}

/** Return names with their numbers; whoever has none is said to have none. */
export function numbers(people) {
  return el("ul", { class: "who" }, people.map(({ name, phone: number, relation }) => el(
    "li", {}, el("span", {}, relation ? `${name} (${relation})` : name),
    number ? phone(number) : el("span", { class: "help" }, t("board_strip.who.no_number")),
  )));
}

function person(client) {
  const family = client.contacts.filter((one) => !one.social_worker);
  const workers = client.contacts.filter((one) => one.social_worker);
  return [
    el("h3", {}, t("board_strip.who.client")), numbers([client]),
    ...(family.length ? [el("h3", {}, t("board_strip.who.contacts")), numbers(family)] : []),
    ...(workers.length ? [el("h3", {}, t("board_strip.who.social_worker")), numbers(workers)] : []),
  ];
}
