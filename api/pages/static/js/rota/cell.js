// What somebody does on a day: shifts and absences, each to be changed, and something to be added.

import { ask, sentence } from "../api.js";
import { openDialog } from "../board/dialogs/dialog.js";
import { day, span, time } from "../clocks.js";
import { button, el } from "../elements.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { askForAbsence, removeAbsence } from "./absence.js";
import { askForShift, removeShift } from "./shift.js";

let opening = false;
const words = (text) => text.split(" ").filter(Boolean);

/** Open a cell. */
export async function openCell(cell) {
  if (opening) return; // whoever presses twice means once
  const { kind, id, name, said } = cell.dataset;
  opening = true;
  try {
    const shifts = await Promise.all(words(cell.dataset.shifts).map((one) => ask("GET", `/shifts/${encodeURIComponent(one)}`)));
    const absences = await Promise.all(words(cell.dataset.absences).map((one) => ask("GET", `/absences/${encodeURIComponent(one)}`)));
    const who = { kind, id, name, day: cell.dataset.day, said };
    const opened = openDialog({ title: `${name}, ${said}`, body: [], close: t("rota.close") });
    const then = (act) => () => (opened.close(), act());
    const entries = [...shifts.map((one) => shiftEntry(one, then)), ...absences.map((one) => absenceEntry(one, then))];
    const acts = el(
      "div", { class: "actions" },
      kind === "staff" && button(t("rota.shift.add"), then(() => askForShift({ who })), { class: entries.length ? "" : "primary" }),
      button(kind === "staff" ? t("rota.absence.add") : t("rota.absence.add_vehicle"), then(() => askForAbsence({ who }))),
    );
    opened.set([...(entries.length ? entries : [el("p", { class: "help" }, t("rota.nothing"))]), acts], []);
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  } finally {
    opening = false;
  }
}

function shiftEntry({ data, version }, then) {
  return el(
    "div", { class: "entry" }, el("p", {}, el("strong", {}, span(data.start, data.end)), ` ${data.name}`),
    el("div", {}, button(t("rota.change"), then(() => askForShift({ shift: data, version })), { class: "quiet", "aria-label": `${t("rota.change")}: ${data.name}` }),
      button(t("rota.remove"), then(() => removeShift(data, version)), { class: "quiet", "aria-label": `${t("rota.remove")}: ${data.name}` })),
  );
}

function absenceEntry({ data, version }, then) {
  const kind = t(`rota.kind.${data.kind}`);
  const until = t("rota.absence.from_to", { from: `${day(data.start)} ${time(data.start)}`, to: `${day(data.end)} ${time(data.end)}` });
  return el(
    "div", { class: "entry" }, el("p", {}, el("strong", {}, kind), ` ${until}`),
    button(t("rota.absence.back"), then(() => removeAbsence(data, version)), { class: "quiet", "aria-label": `${t("rota.absence.back")}: ${kind}` }),
  );
}
