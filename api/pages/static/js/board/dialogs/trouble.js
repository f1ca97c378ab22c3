// Something has happened: it is said in a few fields, the API keeps it, and a plan from now on is proposed.

import { ask, askOnce } from "../../api.js";
import { el } from "../../elements.js";
import { t } from "../../texts.js";
import { numbers } from "./contacts.js";
import { openDialog } from "./dialog.js";
import { propose } from "./proposal.js";
import { KINDS, fieldsOf, reportOf } from "./trouble_fields.js";

/** Let somebody say what has happened, and propose what to do. */
export function openTrouble(day) {
  const dialog = openDialog({ title: t("board_trouble.title"), wide: true, body: [], ended: () => day.load() });
  const choose = (kind) => askFor(day, dialog, kind);
  dialog.set([el("p", { class: "lead" }, t("board_trouble.intro")), el("ul", { class: "tiles" }, KINDS.map((kind) =>
    el("li", {}, el("button", { type: "button", onclick: () => choose(kind) }, el("strong", {}, t(`board_trouble.kind.${kind}`)), el("span", { class: "help" }, t(`board_trouble.about.${kind}`))))))]);
}

async function askFor(day, dialog, kind) {
  try {
    const fields = await fieldsOf(day, kind);
    const send = async () => {
      const wrong = fields.find((one) => !one.input.checkValidity());
      if (wrong) return (wrong.input.focus(), dialog.tell(wrongOf(wrong)), false);
      const kept = await report(day, kind, Object.fromEntries(fields.map((one) => [one.name, one.input.value])));
      dialog.set(el("p", { role: "status" }, t("board_trouble.proposal.working")), []);
      await propose(day, dialog, await substitutes(kept));
      return false;
    };
    dialog.set([el("h3", { tabindex: "-1" }, t(`board_trouble.kind.${kind}`)), ...fields.map((one) =>
      el("div", { class: "field" }, el("label", { for: one.input.id }, one.label), one.input, one.help && el("p", { class: "help" }, one.help)))],
    [{ text: t("board_trouble.send"), kind: "primary", act: send }]);
    fields[0]?.input.focus();
  } catch (error) {
    dialog.tell(error);
  }
}

const wrongOf = ({ input, label }) => (input.validity.customError ? input.validationMessage : t("board_trouble.missing", { field: label }));

async function report(day, kind, values) {
  const { path, body, versioned } = reportOf(day, kind, values);
  const { data } = await askOnce("POST", path, { body, version: versioned ? day.version : undefined });
  await day.load();
  return data;
}

/** Return who could stand in for somebody who is ill, with their numbers; nothing of anything else. */
async function substitutes({ shifts = [] }) {
  const ids = [...new Set(shifts.flatMap((one) => one.substitutes.map((who) => who.staff_id)))];
  if (!shifts.length) return [];
  if (!ids.length) return [el("p", {}, t("board_trouble.nobody_free"))];
  const { data } = await ask("GET", "/staff?limit=200");
  const people = data.items.filter((one) => ids.includes(one.id));
  return [el("h3", {}, t("board_trouble.substitutes")), numbers(people)];
}
