// Somebody is away, or a vehicle in the workshop: from a day to a day, or for some hours.

import { momentAt } from "../board/moments.js";
import { openDialog } from "../board/dialogs/dialog.js";
import { el } from "../elements.js";
import { t } from "../texts.js";
import { choice, field, form, read } from "./fields.js";
import { change, wrong } from "./trying.js";

const DAY_MS = 86_400_000;
const KINDS = { staff: ["leave", "sick", "training", "other"], vehicle: ["repair", "other"] };

/** Ask when somebody or something is away. */
export function askForAbsence({ who }) {
  const kinds = KINDS[who.kind].map((one) => [one, t(`rota.kind.${one}`)]);
  const body = form(
    choice("kind", t("rota.absence.kind"), kinds, kinds[0][0]),
    field("first", t("rota.absence.first"), { type: "date", value: who.day, required: true }),
    field("last", t("rota.absence.last"), { type: "date", value: who.day, required: true }),
    field("from", t("rota.absence.from"), { type: "time" }),
    field("to", t("rota.absence.to"), { type: "time" }),
    el("p", { class: "help wide" }, t("rota.absence.help")),
  );
  openDialog({
    title: t("rota.absence.title", { name: who.name }), body, wide: true, close: t("rota.cancel"),
    actions: [{ text: t("rota.absence.try"), kind: "primary", act: () => save(body, who) }],
  });
  body.querySelector("select").focus();
}

/** Take an absence back. */
export async function removeAbsence(absence, version) {
  try {
    await change({ method: "DELETE", path: `/absences/${encodeURIComponent(absence.id)}`, version, done: t("rota.absence.removed") });
  } catch (error) {
    wrong(error);
  }
}

function save(body, who) {
  const [first, last, from, to] = ["first", "last", "from", "to"].map((one) => read(body, one));
  if (!first || !last || last < first) throw t("rota.absence.order");
  const next = new Date(Date.parse(`${last}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const wanted = { kind: read(body, "kind"), start: momentAt(first, from || "00:00"), end: to ? momentAt(last, to) : momentAt(next, "00:00") };
  wanted[who.kind === "staff" ? "staff_id" : "vehicle_id"] = who.id;
  return change({ method: "POST", path: "/absences", body: wanted, done: t("rota.absence.added", { name: who.name }) });
}
