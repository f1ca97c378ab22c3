// One row of the timeline as SVG: when the crew is on duty, its stops with travel between them, breaks, promises, load.

import { time } from "../../clocks.js";
import { t } from "../../texts.js";
import { stopName, whoAt } from "./names.js";
import { s } from "./svg.js";

/** Heights within a row, in pixels. */
export const ROW = 72;
const STOP = { top: 20, height: 30 };
const LINE = STOP.top + STOP.height / 2;
const BRACKET = 8;
const LOAD = { top: 55, height: 12 };
const NARROWEST = 12;
const LETTER = 7.2;
const NUMERAL = 8;

/**
 * Draw a row.
 *
 * @param {object} row - of `rowsOf`
 * @param {Scale} scale
 * @param {{current: string|null, chosen: Set<string>}} at - keys of the stop that the keyboard is at, and of chosen ones
 * @returns {SVGElement}
 */
export function drawRow(row, scale, at) {
  const svg = s("svg", { width: scale.width, height: ROW, role: "presentation", class: `tl-svg ${row.look.colour}`, focusable: "false" });
  svg.append(duty(row, scale), grid(scale), ...ways(row, scale), ...row.breaks.map((one) => pause(one, scale)));
  if (row.capacity) svg.append(...loads(row, scale));
  row.stops.forEach((stop, place) => svg.append(drawStop(stop, row, scale, { next: row.stops[place + 1], at })));
  return svg;
}

function duty(row, scale) {
  const [from, to] = row.onDuty.map((one) => scale.x(one));
  return s("rect", { class: "tl-duty", x: from, y: 2, width: Math.max(0, to - from), height: ROW - 5, rx: 6 });
}

/** The hours of the axis, behind everything. */
function grid(scale) {
  return s("path", { class: "tl-grid", d: scale.ticks().map((at) => `M${scale.x(at)} 0V${ROW}`).join("") });
}

/** The ways between stops: a line while the crew drives, dots while it waits. */
function ways(row, scale) {
  if (!row.stops.length) return [];
  const found = [];
  let left = row.start;
  for (const stop of row.stops) {
    found.push(s("line", { class: "tl-way", x1: scale.x(left), x2: scale.x(stop.arrival), y1: LINE, y2: LINE }));
    if (stop.start > stop.arrival) {
      found.push(s("line", { class: "tl-waiting", x1: scale.x(stop.arrival), x2: scale.x(stop.start), y1: LINE, y2: LINE }));
    }
    left = stop.end;
  }
  found.push(s("line", { class: "tl-way", x1: scale.x(left), x2: scale.x(row.end), y1: LINE, y2: LINE }));
  for (const at of [row.start, row.end]) found.push(s("path", { class: "tl-base", d: `M${scale.x(at)} ${LINE - 7}v14` }));
  return found;
}

function pause(one, scale) {
  const x = scale.x(one.start);
  const width = Math.max(4, scale.x(one.end) - x);
  const cup = `M${x + width / 2 - 5} ${LINE - 4}h8v5a3 3 0 0 1 -3 3h-2a3 3 0 0 1 -3 -3zM${x + width / 2 + 3} ${LINE - 3}h2v3h-2`;
  return s("g", { class: "tl-pause" }, s("rect", { x, y: LINE - 9, width, height: 18, rx: 4 }), width > 14 && s("path", { d: cup }),
    s("title", {}, t("board.pause", { from: time(one.start), to: time(one.end) })));
}

/** What is aboard from one stop to the next, as steps under the row; the top of a step is a full vehicle. */
function loads(row, scale) {
  const found = [];
  row.stops.forEach((stop, place) => {
    if (!stop.load) return;
    const x = scale.x(stop.end);
    const width = Math.max(1, scale.x(row.stops[place + 1]?.start ?? row.end) - x);
    const height = Math.max(2, LOAD.height * Math.min(1, stop.load / row.capacity));
    const full = stop.load >= row.capacity;
    found.push(s("rect", { class: full ? "tl-load full" : "tl-load", x, y: LOAD.top + LOAD.height - height, width, height }));
    if (width > 24) found.push(s("text", { class: "tl-count", x: x + width / 2, y: LOAD.top + LOAD.height - 2 }, `${stop.load}/${row.capacity}`));
  });
  return found;
}

/** Draw a stop: what can be pointed at is wider and higher than what is seen. */
export function drawStop(stop, row, scale, { next, at }) {
  const x = scale.x(stop.start);
  const width = Math.max(NARROWEST, scale.x(stop.end) - x);
  const room = next ? Math.max(width, scale.x(next.start) - x - 3) : width + 60;
  const group = s("g", {
    class: classes(stop, at), role: "option", tabindex: at.current === stop.key ? 0 : -1, "data-key": stop.key,
    "aria-label": stopName(stop, row), "aria-selected": String(at.chosen.has(stop.key)),
    "aria-setsize": row.stops.length, "aria-posinset": stop.place + 1,
  });
  group.append(...stop.promises.slice(0, 2).map((one) => bracket(one, scale)));
  group.append(s("rect", { class: "tl-hit", x: x - 3, y: 10, width: Math.max(width + 6, Math.min(44, room)), height: 48 }));
  group.append(s("rect", { class: "tl-box", x, y: STOP.top, width, height: STOP.height, rx: 5 }));
  if (stop.lateS) group.append(s("rect", { class: "tl-late", x, y: STOP.top, width, height: STOP.height, rx: 5 }));
  group.append(...signs(stop, x, width));
  const indent = SHAPES[stop.status] ? 19 : 5;
  const text = shortened(whoAt(stop), width - indent - 3);
  if (text) group.append(s("text", { class: "tl-text", x: x + indent, y: LINE + 4.5 }, text));
  const alone = !next || scale.x(next.start) - x > stop.code.length * NUMERAL;
  if (alone) group.append(s("text", { class: "tl-number", x: x + 1, y: LOAD.top + 7 }, stop.code));
  return group;
}

function classes(stop, at) {
  const found = ["tl-stop", stop.status, stop.lateS && "late", stop.gone && "gone", stop.moved && "moved", at.chosen.has(stop.key) && "chosen"];
  return found.filter(Boolean).join(" ");
}

/** The window that was promised, as a bracket over the row; one that was only wished for is dotted. */
function bracket(one, scale) {
  const [from, to] = [scale.x(one.start), Math.max(scale.x(one.end), scale.x(one.start) + 2)];
  return s("path", { class: one.promised ? "tl-promise" : "tl-wish", d: `M${from} ${BRACKET + 7}v-7H${to}v7` });
}

/** How far a stop is, as a shape of its own: a tick, an arrow, a dot, a cross, an empty ring. */
const SHAPES = {
  planned: "",
  en_route: "M-4 -4.5L4.5 0L-4 4.5Z",
  arrived: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  done: "M-4.5 0L-1.2 3.6L4.8 -4",
  lost: "M-4 -4L4 4M4 -4L-4 4",
};
const PIN = "M-3.5 -6h7l-1.2 1v3.4l2 2h-8.6l2 -2V-5zM0 0.4V5.5";

function signs(stop, x, width) {
  const found = [];
  const shape = SHAPES[stop.status];
  if (shape) found.push(s("path", { class: `tl-sign ${stop.status}`, d: shape, transform: `translate(${x + Math.min(10, width / 2)} ${LINE})` }));
  if (stop.pins.length) found.push(s("path", { class: "tl-pin", d: PIN, transform: `translate(${x + width - 1} ${STOP.top + 1})` }));
  if (stop.lateS) found.push(s("path", { class: "tl-alarm", d: "M0 -7L7 5H-7ZM0 -3v4M0 2.6v.6", transform: `translate(${x + 1} ${STOP.top - 1})` }));
  return found;
}

function shortened(text, width) {
  const letters = Math.floor(width / LETTER);
  if (letters < 3) return "";
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}
