// What is seen while something is moved: the free places of all shifts, and where it would go.

import { time } from "../../clocks.js";
import { ROW } from "./draw.js";
import { s } from "./svg.js";

/**
 * Return the free places of what is moved, and which rows have none; it stays while the aim wanders over it.
 *
 * @param {Moving} moving
 * @param {View} view
 * @param {number} lengthMs - how long what is moved takes
 * @returns {SVGElement}
 */
export function freePlaces(moving, view, lengthMs) {
  const picture = s("g", { class: "tl-moving" });
  const { rows, scale } = view;
  rows.forEach((row, index) => {
    const places = moving.places?.get(row.id) ?? [];
    for (const one of places) picture.append(freePlace(one, { scale, top: index * ROW, lengthMs }));
    if (moving.places && !places.length) picture.append(rowOf("tl-closed", index, scale));
  });
  return picture;
}

/** Return where what is moved would go. */
export function aimOf(moving, view, lengthMs) {
  const picture = s("g", { class: "tl-moving" });
  const { aim } = moving;
  const index = view.rows.findIndex((row) => row.id === aim?.shiftId);
  if (index >= 0) picture.append(aimed(aim, { scale: view.scale, top: index * ROW, lengthMs, asked: !!moving.places }));
  return picture;
}

/** Return a row as the one that several stops are moved to; null: none. */
export function targetOf(shiftId, view) {
  const index = view.rows.findIndex((row) => row.id === shiftId);
  return index < 0 ? null : rowOf("tl-target", index, view.scale);
}

const rowOf = (kind, index, scale) => s("rect", { class: kind, x: 0, y: index * ROW + 2, width: scale.width, height: ROW - 5, rx: 6 });

function freePlace(one, { scale, top, lengthMs }) {
  const x = scale.x(one.first);
  return s("rect", { class: "tl-free", x, y: top + 14, width: Math.max(6, scale.x(one.last + lengthMs) - x), height: 42, rx: 6 });
}

function aimed(aim, { scale, top, lengthMs, asked }) {
  const start = aim.place?.start ?? aim.at;
  const [x, width] = [scale.x(start), Math.max(14, lengthMs * scale.perMs)];
  const kind = !asked ? "asked" : aim.place ? "fits" : "breaks";
  const sign = aim.place ? "M-5 0L-1.4 4L5.4 -4.4" : "M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5";
  const label = s("text", { x: x + width / 2, y: top + 13, class: "tl-aim-time" }, time(start));
  return s("g", { class: `tl-aim ${kind}` }, s("rect", { x, y: top + 18, width, height: 34, rx: 6 }),
    asked && s("path", { d: sign, transform: `translate(${x + width / 2} ${top + 35})` }), label);
}
