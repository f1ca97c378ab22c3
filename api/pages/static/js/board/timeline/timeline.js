// The timeline as a part of the board: draws the day, and lets keyboard and pointer at it.

import { tell } from "../../notices.js";
import { count, t } from "../../texts.js";
import { openCard } from "../card.js";
import { listenToKeys } from "./keys.js";
import { moments, rowsOf } from "./layout.js";
import { listenToPointer } from "./pointer.js";
import { h } from "./svg.js";
import { tableOf } from "./table.js";
import { View, spanOf } from "./view.js";

/** The timeline; `work` is what a dispatcher can do to the day (`work.js`). */
export class Timeline {
  constructor(place, { day, work }) {
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

  /** The stops that are chosen, in the order of the rows; without any the one that the keyboard is at. */
  get chosen() {
    const found = this.view.rows.flatMap((row) => row.stops).filter((stop) => this.view.chosen.has(stop.key));
    const current = this.view.byKey?.get(this.view.current);
    return found.length ? found : [current].filter(Boolean);
  }

  /** Put the keyboard to a stop of a request. */
  focus(requestId, shiftId = null) {
    const stops = this.view.rows.flatMap((row) => row.stops).filter((stop) => stop.requestIds.includes(requestId));
    const stop = stops.find((one) => one.shiftId === shiftId) ?? stops[0];
    if (stop) this.view.element(stop.key)?.focus({ preventScroll: true });
  }

  /** Open the card of a stop, and do what is asked for there. */
  async open(stop) {
    const wanted = await openCard(stop, { day: this.day, may: (request) => this.work.may(request, stop) });
    if (!wanted) return;
    const { what, requestId } = wanted;
    if (what === "move") await this.work.take(requestId, stop);
    else if (what === "form") await this.work.form([stop], requestId);
    else if (what === "out") await this.work.out(requestId);
    else await this.work.pin([requestId], stop, what === "pin");
  }

  #listen() {
    const { view, work } = this;
    listenToKeys(view, {
      key: (event, stop) => work.key(event, stop, this),
      open: (stop) => this.open(stop),
      choose: (stop, how) => this.#choose(stop, how),
      clear: () => this.#clear(),
    });
    listenToPointer(view.canvas, view, {
      ...work.drags,
      found: (element) => view.byKey.get(element.closest("[data-key]")?.dataset.key) ?? null,
      click: (stop, event) => this.#click(stop, event),
    });
    view.scroller.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomBy(event.deltaY < 0 ? 1 : -1, event.clientX - view.scroller.getBoundingClientRect().left);
    }, { passive: false });
  }

  #click(stop, event) {
    const again = this.day.selected?.taskId === stop.tasks[0].task_id && event.detail > 1;
    this.view.element(stop.key)?.focus({ preventScroll: true });
    if (again) return this.open(stop);
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.#choose(stop, { also: true });
    else this.#clear();
    this.day.select(stop.requestIds[0], { shiftId: stop.shiftId, taskId: stop.tasks[0].task_id, from: "timeline" });
  }

  #choose(stop, { also = false, only = false } = {}) {
    const { chosen } = this.view;
    if (also && chosen.has(stop.key)) chosen.delete(stop.key);
    else if (also || only) chosen.add(stop.key);
    this.view.redraw(stop.shiftId);
    this.work.said(count("board.chosen", chosen.size));
    this.day.select(stop.requestIds[0], { shiftId: stop.shiftId, taskId: stop.tasks[0].task_id, from: "timeline" });
  }

  #clear() {
    const shifts = [...this.view.chosen].map((key) => this.view.byKey.get(key)?.shiftId);
    this.view.chosen.clear();
    this.view.redraw(...shifts.filter(Boolean));
  }

  #changed(what) {
    if (what.has("board") || what.has("live")) this.#draw();
  }

  #draw() {
    if (!this.day.board) return;
    this.rows = rowsOf(this.day.board, (taskId) => this.day.liveTask(taskId));
    if (this.table.hidden) this.view.show(this.rows, spanOf(moments(this.rows), this.day.date));
    else this.#drawTable();
  }

  #drawTable() {
    const held = document.activeElement?.dataset?.open;
    this.table.replaceChildren(tableOf(this.rows, (stop) => this.open(stop)));
    if (held) this.table.querySelector(`[data-open="${CSS.escape(held)}"]`)?.focus();
  }

  #selected({ selected, from }) {
    if (!selected || from === "timeline" || this.drawing.hidden) return;
    const stops = this.view.rows.flatMap((row) => row.stops).filter((stop) => stop.requestIds.includes(selected.requestId));
    const stop = stops.find((one) => one.shiftId === selected.shiftId) ?? stops[0];
    if (stop) this.view.element(stop.key)?.classList.add("pointed");
    else tell(t("board.list.not_in_plan"));
  }
}
