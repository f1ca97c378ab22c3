// The routes of a day: a line for each shift, and a mark with its name for each stop.

import { el } from "../../elements.js";
import { pair } from "./roads.js";
import { placed } from "./placing.js";

const LETTER_PX = 7.5;
const MARK = { padding: 12, height: 20 };

/**
 * Draw the line of a shift: each leg leads to a stop, and is that stop when it is pressed.
 *
 * @param {(at: number) => void} choose - called with the place of the stop
 */
export function drawLine(layer, row, look, ways, choose) {
  const lines = ways.map((points, leg) => {
    L.polyline(points, { className: "map-halo", interactive: false }).addTo(layer);
    const line = L.polyline(points, { className: `map-route ${look.colour}`, dashArray: look.dash || null });
    line.on("click", () => choose(Math.min(leg, row.stops.length - 1)));
    return line.bindTooltip(el("span", {}, `${look.code} · ${row.name}`), { sticky: true }).addTo(layer);
  });
  return lines;
}

/** Draw the mark of a stop; `say` tells what its tooltip says when it is asked for. */
export function drawStop(layer, stop, look, { choose, say }) {
  const label = el("span", { class: "map-pill" }, `${look.code}${stop.number}`);
  const leader = el("span", { class: "map-leader" });
  const html = el("div", { class: `map-mark ${look.colour}` }, leader, el("span", { class: "map-dot" }), label);
  const marker = L.marker(pair(stop.point), { icon: L.divIcon({ className: "", iconSize: [0, 0], html }), keyboard: false });
  marker.bindTooltip(() => el("span", {}, say()), { offset: [14, 0], direction: "auto" });
  marker.on("click", choose).addTo(layer);
  return { marker, html, label, leader };
}

/** Show how a stop stands: done, or late by some minutes, which its name says as well. */
export function showState(mark, code, { done, lateMin }) {
  mark.html.classList.toggle("done", done);
  mark.html.classList.toggle("late", lateMin > 0);
  const text = lateMin > 0 ? `${code} +${lateMin}′` : code;
  if (mark.label.textContent !== text) mark.label.textContent = text;
}

/**
 * Find places for the names of stops at the map's present scale: the most important first; whoever finds none is a dot.
 *
 * @param {object[]} marks - in the order of importance
 */
export function arrange(map, marks) {
  const view = map.getBounds().pad(0.1);
  const seen = marks.filter(({ marker }) => view.contains(marker.getLatLng()));
  const labels = seen.map(({ marker, label }) => {
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
    return { x, y, width: label.textContent.length * LETTER_PX + MARK.padding, height: MARK.height };
  });
  placed(labels).forEach((found, at) => put(seen[at], found));
}

function put({ html, label, leader }, found) {
  html.classList.toggle("unnamed", found === null);
  if (!found) return;
  const { dx, dy } = found;
  label.style.transform = `translate(calc(-50% + ${dx}px), calc(-50% + ${dy}px))`;
  leader.style.width = `${Math.hypot(dx, dy)}px`;
  leader.style.transform = `rotate(${Math.atan2(dy, dx)}rad)`;
}
