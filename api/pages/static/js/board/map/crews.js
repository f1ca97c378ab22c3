// Where each crew is to be expected by now.

import { el } from "../../elements.js";
import { t } from "../../texts.js";
import { time } from "../../clocks.js";
import { along } from "./roads.js";
import { whereabouts } from "./whereabouts.js";

/**
 * Draw the crews that are on their way into a layer, which is emptied first.
 *
 * @param {{row: object, look: object, ways: number[][][]}[]} routes
 */
export function drawCrews(layer, day, routes, now) {
  layer.clearLayers();
  if (!day.live) return;
  const homeAt = new Map(day.live.shifts.map((one) => [one.shift_id, one.expected_end]));
  for (const { row, look, ways } of routes) {
    const found = ways.length ? whereabouts(row, (key) => day.liveTask(key), now, homeAt.get(row.shift_id)) : null;
    if (found) draw(layer, row, look, along(ways[found.leg], found.part), sentence(row, look, found, now));
  }
}

function draw(layer, row, look, point, said) {
  const html = el("span", { class: `map-crew ${look.colour}` }, look.code);
  const icon = L.divIcon({ className: "", iconSize: [0, 0], html });
  L.marker(point, { icon, keyboard: false, zIndexOffset: 1000 }).bindTooltip(el("span", {}, said)).addTo(layer);
}

function sentence(row, look, { leg, at }, now) {
  const values = { shift: row.name, time: time(now), stop: `${look.code}${row.stops[leg]?.number ?? ""}` };
  if (at) return t("board_map.at_stop", values);
  return leg < row.stops.length ? t("board_map.to_stop", values) : t("board_map.going_home", values);
}
