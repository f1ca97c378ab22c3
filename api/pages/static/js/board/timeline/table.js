// The timeline as a table: the same stops, for whoever reads better so.

import { span, time } from "../../clocks.js";
import { lang, t } from "../../texts.js";
import { doneAt, marks, whoAt } from "./names.js";
import { h } from "./svg.js";

const COLUMNS = ["choose", "shift", "number", "when", "who", "what", "where", "promise", "travel", "load", "state"];

/**
 * Return the table of rows.
 *
 * @param {object[]} rows - of `rowsOf`
 * @param {object} does - `open(stop)` opens a stop's card, `choose(stop)` chooses it or not any more; `chosen` holds keys
 */
export function tableOf(rows, does) {
  const head = h("tr", {}, ...COLUMNS.map((name) => h("th", { scope: "col" }, t(`board.column.${name}`))));
  const body = h("tbody");
  for (const row of rows) body.append(...linesOf(row, does));
  return h("table", { class: "tl-table" }, h("caption", { class: "vh" }, t("board.timeline.title")), h("thead", {}, head), body);
}

function linesOf(row, does) {
  const title = `${row.look.code} · ${row.name}`;
  if (!row.stops.length) return [h("tr", {}, h("td"), h("th", { scope: "row" }, title), h("td", { colspan: COLUMNS.length - 2 }, t("board.timeline.idle")))];
  const lines = row.stops.map((stop) => ({ at: stop.start, line: lineOf(stop, row, title, does) }));
  for (const one of row.breaks) {
    const words = t("board.pause", { from: time(one.start), to: time(one.end) });
    lines.push({ at: one.start, line: h("tr", {}, h("td"), h("th", { scope: "row" }, title), h("td"), h("td", {}, span(one.start, one.end)), h("td", { colspan: 7 }, words)) });
  }
  return lines.sort((a, b) => a.at - b.at).map((one) => one.line);
}

function lineOf(stop, row, title, does) {
  const promises = stop.promises.filter((one) => one.promised).map((one) => span(one.start, one.end));
  const button = h("button", { type: "button", class: "quiet", "data-open": stop.key, "data-hold": `open ${stop.key}` }, whoAt(stop));
  button.addEventListener("click", () => does.open(stop));
  const name = t("board.table.choose", { who: whoAt(stop), span: span(stop.start, stop.end) });
  const box = h("input", { type: "checkbox", "aria-label": name, "data-hold": `choose ${stop.key}` });
  box.checked = does.chosen.has(stop.key);
  box.addEventListener("change", () => does.choose(stop));
  const cells = [
    stop.code, span(stop.start, stop.end), button, doneAt(stop), stop.where, promises.join(", "),
    t("board.travel", { minutes: Math.round(stop.travelS / 60), km: kilometres(stop.travelM) }),
    row.capacity ? `${stop.load}/${row.capacity}` : "", marks(stop).join(", "),
  ];
  return h("tr", {}, h("td", {}, h("label", { class: "tl-choose" }, box)), h("th", { scope: "row" }, title), ...cells.map((one) => h("td", {}, one)));
}

const format = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const kilometres = (metres) => format.format(metres / 1000);
