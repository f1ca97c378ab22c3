// The timeline as a table: the same stops, for whoever reads better so.

import { span, time } from "../../clocks.js";
import { t } from "../../texts.js";
import { doneAt, marks, whoAt } from "./names.js";
import { h } from "./svg.js";

const COLUMNS = ["shift", "number", "when", "who", "what", "where", "promise", "travel", "load", "state"];

/**
 * Return the table of rows.
 *
 * @param {object[]} rows - of `rowsOf`
 * @param {(stop: object) => void} open - opens a stop's card
 */
export function tableOf(rows, open) {
  const head = h("tr", {}, ...COLUMNS.map((name) => h("th", { scope: "col" }, t(`board.column.${name}`))));
  const body = h("tbody");
  for (const row of rows) body.append(...linesOf(row, open));
  return h("table", { class: "tl-table" }, h("caption", { class: "vh" }, t("board.timeline.title")), h("thead", {}, head), body);
}

function linesOf(row, open) {
  const title = [row.name, row.crew].filter(Boolean).join(", ");
  if (!row.stops.length) return [h("tr", {}, h("th", { scope: "row" }, title), h("td", { colspan: COLUMNS.length - 1 }, t("board.timeline.idle")))];
  const lines = row.stops.map((stop) => ({ at: stop.start, line: lineOf(stop, row, title, open) }));
  for (const one of row.breaks) {
    const words = t("board.pause", { from: time(one.start), to: time(one.end) });
    lines.push({ at: one.start, line: h("tr", {}, h("th", { scope: "row" }, title), h("td", {}), h("td", { class: "num" }, span(one.start, one.end)), h("td", { colspan: 7 }, words)) });
  }
  return lines.sort((a, b) => a.at - b.at).map((one) => one.line);
}

function lineOf(stop, row, title, open) {
  const promises = stop.promises.filter((one) => one.promised).map((one) => span(one.start, one.end));
  const button = h("button", { type: "button", class: "quiet", "data-open": stop.key }, whoAt(stop));
  button.addEventListener("click", () => open(stop));
  const cells = [
    String(stop.number), span(stop.start, stop.end), button, doneAt(stop), stop.where, promises.join(", "),
    t("board.travel", { minutes: Math.round(stop.travelS / 60), km: (stop.travelM / 1000).toFixed(1) }),
    row.capacity ? `${stop.load}/${row.capacity}` : "", marks(stop).join(", "),
  ];
  return h("tr", {}, h("th", { scope: "row" }, title), ...cells.map((one) => h("td", {}, one)));
}
