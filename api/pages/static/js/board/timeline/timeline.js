// The timeline as a part of the board: draws the day, and lets keyboard and pointer at it.

import { tell } from "../../notices.js";
import { count, t } from "../../texts.js";
import { openCard } from "../card.js";
import { Dragging } from "./dragging.js";
import { listenToKeys } from "./keys.js";
import { moments, rowsOf } from "./layout.js";
import { takeKey } from "./letters.js";
import { listenToPointer } from "./pointer.js";
import { h } from "./svg.js";
import { drawTable, listenToTable } from "./table.js";
import { View, spanOf } from "./view.js";

const TWICE_MS = 450;

/** The timeline; `work` is what a dispatcher can do to the day (`work.js`). Event: `timeline:chosen`. */
export class Timeline extends EventTarget {
  rows = [];
  #clicked = null;

  constructor(place, { day, work }) {
    super();
    Object.assign(this, { day, work });
    this.keys = h("p", { id: "tl-keys", class: "vh" }, t("board.timeline.keys"));
    this.drawing = h("div", { class: "tl-drawing" });
    this.table = h("div", { class: "tl-as-table scroll", hidden: true, tabindex: "0", role: "region", "aria-label": t("board.timeline.table") });
    place.replaceChildren(this.keys, this.drawing, this.table);
    this.view = new View(this.drawing);
    this.#listen();
    day.addEventListener("day:changed", (event) => this.#changed(event.detail.what));
    day.addEventListener("day:selected", (event) => this.#selected(event.detail));
  }

  /** Show the table in the drawing's place, or the other way round. */
  asTable(is) {
    this.table.hidden = !is;
    this.drawing.hidden = is;
    this.#draw();
  }

  /** The stops that are chosen, in the order of the rows. */
  get chosen() {
    return this.rows.flatMap((row) => row.stops).filter((stop) => this.view.chosen.has(stop.key));
  }

  /** The stops that a key means: the chosen ones; without any the one that the keyboard is at. */
  get meant() {
    const { chosen } = this;
    return chosen.length ? chosen : [this.view.byKey?.get(this.view.current)].filter(Boolean);
  }

  /** Put the keyboard to a stop of a request. */
  focus(requestId, shiftId = null) {
    const stops = this.rows.flatMap((row) => row.stops).filter((stop) => stop.requestIds.includes(requestId));
    const stop = stops.find((one) => one.shiftId === shiftId) ?? stops[0];
    if (!stop) return;
    const element = this.drawing.hidden ? this.table.querySelector(`[data-open="${CSS.escape(stop.key)}"]`) : this.view.element(stop.key);
    element?.focus({ preventScroll: !this.drawing.hidden });
  }

  /** Open the card of a stop, and do what is asked for there. */
  async open(stop) {
    const may = (request) => ({ ...this.work.may(request, stop), onAxis: !this.drawing.hidden });
    const wanted = await openCard(stop, { day: this.day, may });
    if (!wanted) return this.regain();
    const { what, requestId } = wanted;
    if (what === "move") await this.work.take(requestId, stop);
    else if (what === "form") await this.work.form([stop], requestId);
    else if (what === "out") await this.work.out(requestId);
    else await this.work.pin([requestId], stop, what === "pin");
  }

  /** Take the keyboard back after a dialog, if what it was at was drawn anew meanwhile. */
  regain() {
    if (document.activeElement === document.body && !this.drawing.hidden) this.view.focus();
  }

  /** Choose nothing any more. */
  clear() {
    const keys = [...this.view.chosen];
    this.view.chosen.clear();
    this.#chose(keys);
  }

  #listen() {
    const { view, work } = this;
    const at = (key) => view.byKey.get(key);
    listenToTable(this.table, { open: (key) => this.open(at(key)), choose: (key) => this.#choose(at(key), { also: true }) });
    listenToKeys(view, {
      key: (event, stop) => takeKey(work, event, stop),
      open: (stop) => this.open(stop),
      choose: (stop, how) => this.#choose(stop, how),
      clear: () => this.clear(),
      went: (key) => this.#went(key),
    });
    listenToPointer(view.canvas, view, {
      hand: new Dragging(work),
      found: (element) => view.byKey.get(element.closest("[data-key]")?.dataset.key) ?? null,
      click: (stop, event) => this.#click(stop, event),
    });
    view.canvas.addEventListener("click", (event) => event.target.closest("[data-key]") ?? this.clear());
    view.scroller.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomBy(event.deltaY < 0 ? 1 : -1, event.clientX - view.scroller.getBoundingClientRect().left);
    }, { passive: false });
  }

  /** One click chooses, with Ctrl or Shift one more; two open. */
  #click(stop, event) {
    const again = this.#clicked?.key === stop.key && event.timeStamp - this.#clicked.at < TWICE_MS;
    this.#clicked = { key: stop.key, at: event.timeStamp };
    this.view.element(stop.key)?.focus({ preventScroll: true });
    if (again) return this.open(stop);
    this.#choose(stop, { also: event.ctrlKey || event.metaKey || event.shiftKey, alone: true });
  }

  /** Arrow keys that go on from a stop that was only clicked leave it behind. */
  #went(key) {
    const { chosen } = this.view;
    if (chosen.size === 1 && chosen.has(this.#clicked?.key) && key !== this.#clicked.key) this.clear();
  }

  #choose(stop, { also = false, only = false, alone = false } = {}) {
    const { chosen } = this.view;
    const touched = [...chosen, stop.key];
    if (also && chosen.has(stop.key)) chosen.delete(stop.key);
    else if (also || only) chosen.add(stop.key);
    else if (alone) chosen.clear(), chosen.add(stop.key);
    this.#chose(touched);
    if (!alone || also) this.work.said(count("board.chosen", chosen.size));
    this.day.select(stop.requestIds[0], { shiftId: stop.shiftId, taskId: stop.tasks[0].task_id, from: "timeline" });
  }

  #chose(keys) {
    this.view.redraw(...keys.map((key) => this.view.byKey.get(key)?.shiftId).filter(Boolean));
    this.dispatchEvent(new CustomEvent("timeline:chosen"));
  }

  #changed(what) {
    if (what.has("board") || what.has("live")) this.#draw();
  }

  #draw() {
    if (!this.day.board) return;
    this.rows = rowsOf(this.day.board, (taskId) => this.day.liveTask(taskId));
    this.view.take(this.rows, spanOf(moments(this.rows), this.day.date));
    if (this.table.hidden) this.view.show();
    else this.#drawTable();
    this.dispatchEvent(new CustomEvent("timeline:chosen"));
  }

  #drawTable() {
    const held = document.activeElement?.dataset?.hold;
    drawTable(this.table, this.rows, this.view.chosen);
    if (held) this.table.querySelector(`[data-hold="${CSS.escape(held)}"]`)?.focus();
  }

  #selected({ selected, from }) {
    if (!selected || from === "timeline" || this.drawing.hidden) return;
    const stops = this.rows.flatMap((row) => row.stops).filter((stop) => stop.requestIds.includes(selected.requestId));
    const stop = stops.find((one) => one.shiftId === selected.shiftId) ?? stops[0];
    if (!stop) return void tell(t("board.list.not_in_plan"));
    this.view.element(stop.key);
    const keys = [...this.view.chosen, stop.key];
    this.view.chosen.clear();
    this.view.chosen.add(stop.key);
    this.#chose(keys);
  }
}
