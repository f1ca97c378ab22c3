// Pointing at a house: the cross in the middle of the map is where it is; the map moves under it, by hand or by arrows.

import { drawDistricts } from "../board/map/ground.js";
import { shown } from "../dialogs.js";
import { t } from "../texts.js";
import { at, told } from "./dom.js";

const NEAR = 14;
let map = null;

/** Let somebody point at where an address is; returns the point, or null. */
export async function choosePoint(address, from) {
  at("placing-address").textContent = address;
  told("placing-said", "");
  const answer = shown(at("placing"));
  await begin(from);
  if ((await answer) !== "put") return null;
  const { lat, lng } = map.getCenter();
  return { lat: Number(lat.toFixed(6)), lon: Number(lng.toFixed(6)) };
}

async function begin(from) {
  const view = [from?.lat ?? 0, from?.lon ?? 0];
  if (map) {
    map.invalidateSize({ pan: false });
    map.setView(view, NEAR, { animate: false });
  } else {
    map = L.map("placing-map", { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, minZoom: 9, maxZoom: 19 });
    L.control.zoom({ zoomInTitle: t("import.placing.nearer"), zoomOutTitle: t("import.placing.farther") }).addTo(map);
    map.setView(view, NEAR, { animate: false });
    map.on("click", ({ latlng }) => map.panTo(latlng, { animate: false }));
    map.on("moveend", say);
    at("placing-map").append(Object.assign(document.createElement("span"), { className: "cross" }));
    await drawDistricts(map).catch(() => null); // without them the map is emptier, but still one to point at
  }
  at("placing-map").focus();
}

function say() {
  const { lat, lng } = map.getCenter();
  told("placing-said", t("import.placing.at", { lat: lat.toFixed(5), lon: lng.toFixed(5) }));
}
