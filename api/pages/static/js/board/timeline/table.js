// The timeline as a table: the same stops, for whoever reads better so.

import { span, time } from "../../clocks.js";
import { lang, t } from "../../texts.js";
import { doneAt, marks, whoAt } from "./names.js";
import { h } from "./svg.js";

const COLUMNS = ["choose", "shift", "number", "when", "who", "what", "where", "promise", "travel", "load", "state"];

/**
 * Show rows as a table; lines that are as they were stay: a press on one that is drawn anew meanwhile would be lost.
 *
 * @param {Element} place - what it is in, or comes into
 * @param {object[]} rows - of `rowsOf`
 * @param {Set<string>} chosen - keys of stops
 */
export function drawTable(place, rows, chosen) {
  const lines = rows.flatMap(linesOf);
  const body = place.querySelector("tbody") ?? place.appendChild(empty()).tBodies[0];
  while (body.rows.length > lines.length) body.lastElementChild.remove();
  for (const [at, line] of lines.entries()) {
    if (at >= body.rows.length) body.append(line);
    else if (!body.rows[at].isEqualNode(line)) body.rows[at].replaceWith(line);
  }
  for (const box of body.querySelectorAll("[data-choose]")) box.checked = chosen.has(box.dataset.choose);
}

/**
 * Listen to the lines of a table.
 *
 * @param {Element} place - what the table is in
 * @param {object} does - `open(key)` opens a stop's card, `choose(key)` chooses the stop or not any more
 */
export function listenToTable(place, does) {
  place.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-open]");
    if (button) does.open(button.dataset.open);
  });
  place.addEventListener("change", ({ target }) => target.dataset.choose && does.choose(target.dataset.choose));
}

function empty() {
  const head = h("tr", {}, ...COLUMNS.map((name) => h("th", { scope: "col" }, t(`board.column.${name}`))));
  return h("table", { class: "tl-table" }, h("caption", { class: "vh" }, t("board.timeline.title")), h("thead", {}, head), h("tbody"));
}

function linesOf(row) {
  const title = `${row.look.code} · ${row.name}`;
  if (!row.stops.length) return [h("tr", {}, h("td"), h("th", { scope: "row" }, title), h("td", { colspan: COLUMNS.length - 2 }, t("board.timeline.idle")))];
  const lines = row.stops.map((stop) => ({ at: stop.start, line: lineOf(stop, row, title) }));
  for (const one of row.breaks) {
    const words = t("board.pause", { from: time(one.start), to: time(one.end) });
    lines.push({ at: one.start, line: h("tr", {}, h("td"), h("th", { scope: "row" }, title), h("td"), h("td", {}, span(one.start, one.end)), h("td", { colspan: 7 }, words)) });
  }
  return lines.sort((a, b) => a.at - b.at).map((one) => one.line);
}

function lineOf(stop, row, title) {
  const promises = stop.promises.filter((one) => one.promised).map((one) => span(one.start, one.end));
  const button = h("button", { type: "button", class: "quiet", "data-open": stop.key, "data-hold": `open ${stop.key}` }, whoAt(stop));
  const name = t("board.table.choose", { who: whoAt(stop), span: span(stop.start, stop.end) });
  const box = h("input", { type: "checkbox", "aria-label": name, "data-choose": stop.key, "data-hold": `choose ${stop.key}` });
  const cells = [
    stop.code, span(stop.start, stop.end), button, doneAt(stop), stop.where, promises.join(", "),
    t("board.travel", { minutes: Math.round(stop.travelS / 60), km: kilometres(stop.travelM) }),
    row.capacity ? `${stop.load}/${row.capacity}` : "", marks(stop).join(", "),
  ];
  return h("tr", {}, h("td", {}, h("label", { class: "tl-choose" }, box)), h("th", { scope: "row" }, title), ...cells.map((one) => h("td", {}, one)));
}

const format = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const kilometres = (metres) => format.format(metres / 1000);
