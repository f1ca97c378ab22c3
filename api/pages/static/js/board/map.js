// The day on the map: districts, routes, stops, and where each crew is to be expected.
//
// A picture beside the timeline: everything on it stands there too, where the keyboard and screen readers reach it. So
// its marks are no stops of the Tab key; the map itself is one, moved by arrows, plus and minus.

import { sentence } from "../api.js";
import { now, time } from "../clocks.js";
import { button, el } from "../elements.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { look } from "./looks.js";
import { drawCrews } from "./map/crews.js";
import { drawBases, drawDistricts } from "./map/ground.js";
import { areRoads, legs } from "./map/roads.js";
import { arrange, drawLine, drawStop, showState } from "./map/routes.js";

const CREWS_EVERY_MS = 15000;
const IMPORTANCE = [".selected", ".mine", ".late", ":not(.done)", "*"]; // whose name finds a place first
const FIT = { padding: [14, 14] };

/** Begin to draw a day on the map. */
export function startMap(day) {
  const board = new BoardMap(day, document.querySelector("#board-map .board-body"));
  day.addEventListener("day:changed", ({ detail }) => board.changed(detail.what));
  day.addEventListener("day:selected", ({ detail }) => board.select(detail.from !== "map"));
  setInterval(() => document.hidden || board.moveCrews(), CREWS_EVERY_MS);
  return board;
}

class BoardMap {
  #day;
  #map;
  #bounds = null;
  #routes = [];

  constructor(day, place) {
    this.#day = day;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = el("div", { class: "map-box", role: "group", "aria-label": t("board_map.keys") });
    place.replaceChildren(el("p", { class: "vh" }, t("board_map.also")), box);
    this.#map = L.map(box, {
      zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 7, maxZoom: 19, zoomAnimation: !calm,
      fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
    });
    L.control.zoom({ zoomInTitle: t("board_map.nearer"), zoomOutTitle: t("board_map.farther") }).addTo(this.#map);
    this.#whole();
    L.control.scale({ imperial: false }).addTo(this.#map);
    for (const name of ["lines", "bases", "stops", "crews"]) this[name] = L.layerGroup().addTo(this.#map);
    this.#map.setView([0, 0], 7);
    this.#map.on("zoomend moveend", () => this.#arrange());
    new ResizeObserver(() => this.#map.invalidateSize({ pan: false })).observe(box);
    this.#ground();
  }

  /** Draw what of the day is another. */
  changed(what) {
    if (what.has("board")) this.#drawRoutes();
    if (what.has("board") || what.has("live")) this.#drawStates();
  }

  /** Show what is selected, and move there if asked to. */
  select(move) {
    const selected = this.#day.selected;
    for (const route of this.#routes) {
      const chosen = route.marks.filter((mark) => isSelected(mark.stop, route.row, selected));
      const mine = chosen.length > 0;
      route.lines.forEach((line) => line.getElement()?.classList.toggle("selected", mine));
      route.marks.forEach((mark) => this.#mark(mark, chosen.includes(mark), mine));
      if (mine) route.lines.forEach((line) => line.bringToFront());
      if (mine && move) this.#show(chosen[0].marker.getLatLng());
    }
    this.#map.getContainer().classList.toggle("has-selection", Boolean(selected));
    this.#arrange();
  }

  /** Put the crews where they are to be expected now. */
  moveCrews() {
    drawCrews(this.crews, this.#day, this.#routes, now());
  }

  #whole() {
    const control = L.control({ position: "topleft" });
    const act = () => this.#fit();
    control.onAdd = () => el("div", { class: "leaflet-bar map-whole" }, button("⤢", act, { "aria-label": t("board_map.whole"), title: t("board_map.whole") }));
    control.addTo(this.#map);
  }

  async #ground() {
    try {
      this.#bounds = await drawDistricts(this.#map);
      this.#fit();
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  }

  #fit() {
    const stops = this.#routes.flatMap((route) => route.marks.map((mark) => mark.marker.getLatLng()));
    const bounds = this.#bounds ?? (stops.length ? L.latLngBounds(stops) : null);
    if (bounds) this.#map.fitBounds(bounds, FIT);
    this.#arrange();
  }

  #drawRoutes() {
    for (const layer of [this.lines, this.bases, this.stops]) layer.clearLayers();
    const { rows } = this.#day.board;
    this.#credit(areRoads(rows));
    this.#routes = rows.map((row, index) => this.#route(row, look(index)));
    drawBases(this.bases, rows);
    if (!this.#bounds) this.#fit();
    this.select(false);
  }

  #route(row, its) {
    const ways = legs(row);
    const choose = (at) => this.#choose(row, row.stops[at]);
    const marks = row.stops.filter((stop) => stop.point).map((stop) => ({
      stop, ...drawStop(this.stops, stop, its, { choose: () => this.#choose(row, stop), say: () => this.#say(row, its, stop) }),
    }));
    return { row, look: its, ways, marks, lines: drawLine(this.lines, row, its, ways, choose) };
  }

  #drawStates() {
    for (const { marks, look: its } of this.#routes) {
      for (const mark of marks) showState(mark, `${its.code}${mark.stop.number}`, standing(mark.stop, this.#day));
    }
    this.moveCrews();
    this.#arrange();
  }

  #choose(row, stop) {
    const [task] = stop.tasks;
    if (task) this.#day.select(task.request_id, { shiftId: row.shift_id, taskId: task.task_id, from: "map" });
  }

  #say(row, its, stop) {
    const names = stop.tasks.flatMap((task) => this.#day.request(task.request_id)?.clients ?? []);
    const parts = [`${its.code}${stop.number}`, time(stop.arrival), [...new Set(names)].join(", ") || stop.place, row.name];
    return parts.filter(Boolean).join(" · ");
  }

  #mark(mark, chosen, mine) {
    mark.html.classList.toggle("selected", chosen);
    mark.html.classList.toggle("mine", mine);
    mark.marker.setZIndexOffset(chosen ? 900 : mine ? 500 : 0);
  }

  #show(at) {
    if (!this.#map.getBounds().pad(-0.1).contains(at)) this.#map.panTo(at);
  }

  #arrange() {
    const weight = ({ html }) => IMPORTANCE.findIndex((name) => html.matches(name));
    const marks = this.#routes.flatMap((route) => route.marks);
    arrange(this.#map, marks.sort((a, b) => weight(a) - weight(b)));
  }

  #credit(roads) {
    this.credit ??= L.control.attribution({ prefix: false }).addTo(this.#map);
    this.credit.removeAttribution(t("board_map.credit"));
    if (roads) this.credit.addAttribution(t("board_map.credit"));
  }
}

function isSelected(stop, row, selected) {
  if (!selected || (selected.shiftId && selected.shiftId !== row.shift_id)) return false;
  if (selected.taskId) return stop.tasks.some((task) => task.task_id === selected.taskId);
  return stop.tasks.some((task) => task.request_id === selected.requestId);
}

/** Return whether a stop is over, and by how many minutes it is late. */
function standing(stop, day) {
  const told = stop.tasks.map((task) => day.liveTask(task.task_id)).filter(Boolean);
  const done = told.length > 0 && told.every((task) => task.expected_end === null);
  const lateS = Math.max(0, ...told.filter((task) => task.expected_end !== null).map((task) => task.late_s ?? 0));
  return { done, lateMin: Math.ceil(lateS / 60) };
}
