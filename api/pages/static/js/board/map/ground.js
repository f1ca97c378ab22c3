// What lies under the routes: the districts with their names, and the places where crews set off.

import { ask } from "../../api.js";
import { el } from "../../elements.js";
import { pair } from "./roads.js";

let asked = null;

/** Return the town's districts; they are read once. */
export function districts() {
  asked ??= ask("GET", "/districts").then(({ data }) => data.items);
  asked.catch(() => (asked = null));
  return asked;
}

/** Draw the town's districts; returns their bounds, or null where the town has none. */
export async function drawDistricts(map) {
  const bounds = L.latLngBounds([]);
  for (const district of await districts()) {
    const rings = district.geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => [lat, lon])));
    const shape = L.polygon(rings, { className: "map-district", interactive: false }).addTo(map);
    bounds.extend(shape.getBounds());
    name(map, district.name, shape.getCenter());
  }
  return bounds.isValid() ? bounds : null;
}

function name(map, text, at) {
  const icon = L.divIcon({ className: "map-district-name", iconSize: null, html: el("span", {}, text) });
  L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -2000 }).addTo(map);
}

/** Draw a house for each place where crews of the day set off or come back. */
export function drawBases(layer, rows) {
  const found = new Map();
  for (const row of rows) {
    for (const end of ["start", "end"]) {
      const [point, place] = [row[`${end}_point`], row[`${end}_place`]];
      if (point && place) found.set(`${point.lat},${point.lon}`, { point, place });
    }
  }
  for (const { point, place } of found.values()) {
    const icon = L.divIcon({ className: "map-base", iconSize: [26, 26], html: house() });
    L.marker(pair(point), { icon, keyboard: false, zIndexOffset: -1000 }).bindTooltip(el("span", {}, place)).addTo(layer);
  }
}

function house() {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "-10 -10 20 20");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M-8 -1L0 -8.5L8 -1V8H2.5V2.5H-2.5V8H-8z");
  drawn.append(path);
  return drawn;
}
