// The timeline on the page: only rows that can be seen exist; the rest is room to scroll.

import { now as officeNow, time } from "../../clocks.js";
import { t } from "../../texts.js";
import { ROW, drawRow } from "./draw.js";
import { rowName } from "./names.js";
import { FIRST_ZOOM, Scale, ZOOMS, extent } from "./scale.js";
import { h, s } from "./svg.js";

const SPARE = 2;
const AXIS = 30;

/** The drawing of the rows; what happens with keyboard and pointer is said by others (`keys.js`, `pointer.js`). */
export class View {
  rows = [];
  chosen = new Set();
  current = null;
  /** Called when everything was drawn anew: at another scale, or with other rows. */
  onFresh = () => {};
  #drawn = new Map();
  #overlay = [];
  #seen = false;
  #head = 0;

  constructor(place) {
    this.zoom = FIRST_ZOOM;
    this.axis = h("div", { class: "tl-axis", "aria-hidden": "true" });
    this.canvas = h("div", { class: "tl-canvas", role: "listbox", "aria-multiselectable": "true", "aria-label": t("board.timeline.label"), "aria-describedby": "tl-keys" });
    this.over = s("svg", { class: "tl-over", "aria-hidden": "true", focusable: "false" });
    this.inner = h("div", { class: "tl-inner" }, this.axis, this.canvas, this.over);
    this.scroller = h("div", { class: "tl-scroll" }, this.inner);
    place.replaceChildren(this.scroller);
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.scroller);
    setInterval(() => this.drawNow(), 15_000);
  }

  /** Width of the column with the rows' names, as the style has it. */
  get head() {
    this.#head ||= parseFloat(getComputedStyle(this.inner).getPropertyValue("--head")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    return this.#head;
  }

  /** Take other rows; whatever was chosen and is gone is chosen no more. */
  take(rows, span) {
    this.rows = rows;
    this.scale = new Scale(...span, this.zoom);
    this.byKey = new Map(rows.flatMap((row) => row.stops.map((stop) => [stop.key, stop])));
    this.chosen = new Set([...this.chosen].filter((key) => this.byKey.has(key)));
    if (!this.byKey.has(this.current)) this.current = rows.find((row) => row.stops.length)?.stops[0].key ?? null;
  }

  /** Draw everything anew. */
  show() {
    this.#fresh();
    if (!this.#seen && this.rows.length) this.#begin();
  }

  /** Zoom by steps, around a place of the scroller that stays where it is. */
  zoomBy(steps, around = this.scroller.clientWidth / 2) {
    const zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.zoom + steps));
    if (zoom === this.zoom || !this.scale) return;
    const at = this.scale.at(this.scroller.scrollLeft + around - this.head);
    this.zoom = zoom;
    this.scale = new Scale(this.scale.from, this.scale.to, zoom);
    this.#fresh();
    this.scroller.scrollLeft = this.scale.x(at) - around + this.head;
    this.draw();
  }

  /** Scroll to an instant, which stands then at a third of the width. */
  goTo(moment) {
    this.scroller.scrollLeft = this.scale.x(moment) - (this.scroller.clientWidth - this.head) / 3;
  }

  /** Return where a point of the screen is: row and instant; null: on none. */
  under(clientX, clientY) {
    const box = this.canvas.getBoundingClientRect();
    const row = this.rows[Math.floor((clientY - box.top) / ROW)];
    const seen = this.scroller.getBoundingClientRect();
    if (!row || clientY < seen.top || clientY > seen.bottom || clientX < seen.left + this.head || clientX > seen.right) return null;
    return { row, at: this.scale.at(clientX - box.left - this.head) };
  }

  /** Draw what can be seen and is not there yet, and take away what cannot be seen any more. */
  draw() {
    if (!this.scale) return;
    const top = this.scroller.scrollTop - AXIS;
    const first = Math.max(0, Math.floor(top / ROW) - SPARE);
    const last = Math.min(this.rows.length - 1, Math.ceil((top + this.scroller.clientHeight) / ROW) + SPARE);
    const held = document.activeElement?.closest?.(".tl-row")?.dataset.index;
    for (const [index, element] of this.#drawn) {
      if ((index < first || index > last) && String(index) !== held) this.#drop(index, element);
    }
    for (let index = first; index <= last; index += 1) if (!this.#drawn.has(index)) this.#draw(index);
    this.drawNow();
  }

  /** Draw single rows again. */
  redraw(...ids) {
    for (const id of new Set(ids)) {
      const index = this.rows.findIndex((row) => row.id === id);
      if (this.#drawn.has(index)) this.#draw(index);
    }
  }

  /** Return the element of a stop, scrolled into sight; null: there is no such stop. */
  element(key) {
    const stop = this.byKey.get(key);
    if (!stop) return null;
    this.reveal(stop.shiftId, stop.start, stop.end);
    return this.canvas.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /** Put things over all rows, in the place of those that were: what is shown while something is moved. */
  overlay(...elements) {
    for (const old of this.#overlay) if (!elements.includes(old)) old.remove();
    this.#overlay = elements.filter(Boolean);
    this.over.append(...this.#overlay);
  }

  /** Draw the line of the present moment, by the office's clock. */
  drawNow() {
    const at = officeNow().getTime();
    this.nowLine?.remove();
    this.nowText?.remove();
    if (!this.scale || at < this.scale.from || at > this.scale.to) return;
    const x = this.scale.x(at);
    this.nowLine = s("line", { class: "tl-now", x1: x, x2: x, y1: 0, y2: this.rows.length * ROW });
    this.nowText = h("span", { class: "tl-now-text" }, time(at));
    this.nowText.style.left = `${x + this.head}px`;
    this.over.prepend(this.nowLine);
    this.axis.append(this.nowText);
  }

  #begin() {
    this.#seen = true;
    const at = officeNow().getTime();
    const within = at > this.scale.from && at < this.scale.to;
    this.goTo(within ? at : Math.min(...this.rows.map((row) => row.onDuty[0])));
    this.draw();
  }

  #fresh() {
    const held = this.canvas.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : null;
    this.inner.style.width = `calc(var(--head) + ${this.scale.width}px)`;
    this.canvas.style.height = `${this.rows.length * ROW}px`;
    this.over.setAttribute("width", this.scale.width);
    this.over.setAttribute("height", this.rows.length * ROW);
    for (const [index, element] of this.#drawn) this.#drop(index, element);
    this.#drawAxis();
    this.draw();
    if (held) this.focus(held);
    this.onFresh();
  }

  /** Give the keyboard back to a stop, wherever that is now, and leave what is in sight as it is. */
  focus(held = this.current) {
    if (held === null) return;
    const [, task] = held.split("|");
    const key = this.byKey.has(held) ? held : [...this.byKey.keys()].find((one) => one.endsWith(`|${task}`)) ?? this.current;
    const index = this.rows.findIndex((row) => row.id === this.byKey.get(key)?.shiftId);
    if (index >= 0 && !this.#drawn.has(index)) this.#draw(index);
    this.canvas.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`)?.focus({ preventScroll: true });
  }

  #resized() {
    this.#head = 0;
    this.draw();
  }

  #drawAxis() {
    const marks = this.scale.ticks().map((at) => {
      const mark = h("span", { class: "tl-tick" }, time(at));
      mark.style.left = `calc(var(--head) + ${this.scale.x(at)}px)`;
      return mark;
    });
    this.axis.replaceChildren(...marks);
  }

  #draw(index) {
    const row = this.rows[index];
    const label = h("div", { class: "tl-head", "aria-hidden": "true" }, h("strong", { class: row.look.colour }, h("span", { class: "tl-code" }, row.look.code), row.name), h("span", { class: "tl-crew" }, [row.crew, row.vehicle].filter(Boolean).join(" · ")));
    const group = row.stops.length ? { role: "group", "aria-label": rowName(row) } : { role: "presentation" };
    const element = h("div", { class: "tl-row", "data-index": index, "data-shift": row.id, ...group }, label, drawRow(row, this.scale, this));
    element.style.top = `${index * ROW}px`;
    const old = this.#drawn.get(index);
    const held = old?.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    if (old) old.replaceWith(element);
    else this.canvas.append(element);
    this.#drawn.set(index, element);
    if (held) element.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }

  #drop(index, element) {
    element.remove();
    this.#drawn.delete(index);
  }

  /** Scroll so that a part of a row can be seen. */
  reveal(shiftId, start, end = start) {
    const { scroller } = this;
    const [top, left] = [this.rows.findIndex((one) => one.id === shiftId) * ROW, this.scale.x(start)];
    const [high, wide] = [scroller.clientHeight - AXIS, scroller.clientWidth - this.head];
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + high) scroller.scrollTop = top + ROW - high;
    if (left < scroller.scrollLeft + 20) scroller.scrollLeft = left - 60;
    else if (this.scale.x(end) > scroller.scrollLeft + wide - 20) scroller.scrollLeft = Math.min(left - 60, this.scale.x(end) - wide + 60);
    this.draw();
  }
}

/** Return the part of time that the timeline of a day shows. */
export const spanOf = (moments, date) => extent(moments, Date.parse(`${date}T11:00:00Z`));
