// What a dispatcher can do to the day with what is on the timeline: take up, keep, pin, leave out, take back.

import { ask } from "../api.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";
import { askWhere } from "./form.js";
import { tried, whatIsWrong } from "./hand.js";
import { kept, pinned } from "./steps.js";
import { byShift } from "./timeline/choosing.js";
import { ghostOf } from "./timeline/ghost.js";

const A_VISIT_MS = 30 * 60_000;
const OVER = new Set(["done", "lost", "arrived"]);

/** The work of a dispatcher's hands. */
export class Work {
  #length = A_VISIT_MS;
  #offset = 0;

  constructor({ day, hand, history, moving, said }) {
    Object.assign(this, { day, hand, history, moving, said });
    moving.addEventListener("moving:changed", () => this.#picture());
    moving.addEventListener("moving:ended", () => this.#picture());
  }

  /** What may be done with a request of a stop. */
  may(request, stop) {
    const move = this.#reason(request.id, stop) === null;
    const isPinned = this.day.board.day.pins.some((pin) => pin.request_ids.includes(request.id));
    return { move, pinned: isPinned, out: move && !request.promise };
  }

  /** Take a request up, to be put elsewhere. */
  async take(requestId, stop = null) {
    const reason = this.#reason(requestId, stop);
    if (reason) return void tell(reason, { kind: "wrong" });
    this.#length = stop ? Math.max(60_000, stop.end - stop.start) : A_VISIT_MS;
    const at = stop?.start ?? this.#wished(requestId);
    try {
      const ready = await this.moving.begin(requestId, { shiftId: stop?.shiftId ?? null, at });
      if (!ready) return;
      this.#offset = this.#timedOffset(requestId, stop);
      if (!this.moving.aim) this.#firstAim(stop, at);
    } catch (error) {
      tell(whatIsWrong(error), { kind: "wrong" });
    }
  }

  /** Keep what is meant. */
  async keep(reason = "") {
    const { moving } = this;
    const wish = { ...moving.wish, ...(moving.aim.place ? {} : { at: null, reason }) };
    const { present } = moving;
    moving.end();
    if (await tried(this.day, () => kept(this, wish, present))) this.#done(t("board.move.done", { who: this.#who(wish.request_id) }), wish);
  }

  /** Move by a form: one request to a shift and an hour, several to a shift. */
  async form(stops, requestId = null) {
    const ids = requestId ? [requestId] : [...new Set(stops.flatMap((stop) => stop.requestIds))];
    const reason = ids.map((id) => this.#reason(id, stops.find((stop) => stop.requestIds.includes(id)))).find(Boolean);
    if (reason) return void tell(reason, { kind: "wrong" });
    if (ids.length > 1) return this.#several(ids);
    try {
      const { data } = await ask("POST", `/days/${this.day.date}/moves/places`, { body: { request_id: ids[0] } });
      const where = await askWhere(this.#who(ids[0]), this.timeline.rows, byShift(data.places));
      if (!where) return;
      await this.take(ids[0], stops[0] ?? null);
      if (this.moving.requestId !== ids[0]) return;
      const same = this.moving.places?.get(where.shiftId)?.find((one) => String(one.at) === String(where.place?.at));
      this.moving.choose(where.shiftId, same ?? null);
      this.bar.form.querySelector("button").focus();
    } catch (error) {
      tell(whatIsWrong(error), { kind: "wrong" });
    }
  }

  /** Leave a request without a promise out of the plan. */
  async out(requestId) {
    const row = this.day.board.rows.find((one) => one.stops.some((stop) => stop.tasks.some((task) => task.request_id === requestId)));
    const wish = { request_id: requestId, shift_id: null, at: null };
    const present = row ? { shift_id: row.shift_id, at: null } : null;
    if (await tried(this.day, () => kept(this, wish, present))) this.#done(t("board.move.left_out", { who: this.#who(requestId) }), wish);
  }

  /** Pin requests to their shifts, or let go of them. */
  async pin(requestIds, stops, is) {
    const where = [stops].flat();
    const shiftOf = (id) => where.find((stop) => stop.requestIds.includes(id)).shiftId;
    const wanted = requestIds.filter((id) => this.day.board.day.pins.some((pin) => pin.request_ids.includes(id)) !== is);
    if (!wanted.length) return;
    const did = await tried(this.day, () => pinned(this, wanted.map((id) => ({ id, shiftId: shiftOf(id) })), is));
    const what = count("board.state.requests", wanted.length);
    if (did) this.#done(is ? t("board.pin.done", { what }) : t("board.pin.undone", { what }));
  }

  /** Take the last step back, or do it again. */
  async step(which) {
    let step = null;
    await tried(this.day, async () => (step = await this.history[which]()));
    if (step) tell(which === "undo" ? t("board.undone", { what: step.said }) : t("board.redone", { what: step.said }));
  }

  /** Take a key of the timeline, if it is one of ours. */
  key(event, stop, timeline) {
    if (this.moving.requestId !== null) return this.#moveKey(event);
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (command && letter === "z") this.step(event.shiftKey ? "redo" : "undo");
    else if (command && letter === "y") this.step("redo");
    else if (command) return false;
    else if (letter === "m") this.#takeChosen(timeline, stop);
    else if (letter === "f") this.form(timeline.chosen);
    else if (letter === "p") this.#pinChosen(timeline);
    else if (event.key === "+" || event.key === "=") timeline.view.zoomBy(1);
    else if (event.key === "-") timeline.view.zoomBy(-1);
    else return false;
    return true;
  }

  /** What a pointer does with what it drags; of the timeline a stop, of the list a request. */
  get drags() {
    return {
      begin: (thing) => this.take(thing.requestIds[0], thing.shiftId ? thing : null),
      over: (shiftId, at) => this.moving.requestId !== null && this.moving.aimAt(shiftId, at + this.#offset),
      out: () => {},
      drop: () => this.bar.form.querySelector("button").focus({ preventScroll: true }),
      end: () => this.moving.end(),
    };
  }

  #takeChosen(timeline, stop) {
    const { chosen } = timeline;
    const ids = new Set(chosen.flatMap((one) => one.requestIds));
    if (ids.size > 1) this.form(chosen);
    else this.take(stop.requestIds[0], stop);
  }

  #pinChosen(timeline) {
    const stops = timeline.chosen;
    const ids = [...new Set(stops.flatMap((stop) => stop.requestIds))];
    const all = ids.every((id) => this.day.board.day.pins.some((pin) => pin.request_ids.includes(id)));
    this.pin(ids, stops, !all);
  }

  #moveKey(event) {
    if (event.key.startsWith("Arrow")) {
      this.moving.step(this.timeline.rows, event.key);
      this.#show();
    } else if (event.key === "Enter") {
      if (this.bar.allowed) this.keep(this.bar.reason.value.trim());
      else if (!this.bar.because.hidden) this.bar.reason.focus();
    } else if (event.key === "Escape") this.moving.end();
    else if (event.key !== "Tab") return true;
    else return false;
    return true;
  }

  async #several(ids) {
    const where = await askWhere(count("board.state.requests", ids.length), this.timeline.rows, new Map(), { several: true });
    if (!where) return;
    let moved = 0;
    const present = new Map(ids.map((id) => [id, this.#rowOf(id)]));
    await tried(this.day, async () => {
      for (const id of ids) {
        await kept(this, { request_id: id, shift_id: where.shiftId, at: null }, present.get(id));
        moved += 1;
      }
    });
    tell(t("board.move.several", { moved, of: ids.length }), { kind: moved === ids.length ? "done" : "wrong" });
  }

  #rowOf(requestId) {
    const row = this.timeline.rows.find((one) => one.stops.some((stop) => stop.requestIds.includes(requestId)));
    return row ? { shift_id: row.id, at: null } : null;
  }

  /** Return why a request cannot be taken up; null: it can. */
  #reason(requestId, stop) {
    if (this.day.board.day.closed) return t("board.state.closed");
    const rows = this.timeline.rows.filter((row) => row.stops.some((one) => one.requestIds.includes(requestId)));
    if (rows.length > 1) return t("board.move.crews", { who: this.#who(requestId) });
    if (stop && (OVER.has(stop.status) || stop.gone)) return t("board.move.over");
    return null;
  }

  #who(requestId) {
    return this.day.request(requestId)?.clients.join(", ") || requestId;
  }

  #wished(requestId) {
    const request = this.day.request(requestId);
    const window = request?.promise?.window ?? request?.windows[0];
    return Date.parse(window?.start ?? `${this.day.date}T10:00:00Z`);
  }

  /** How much later than what is held the task is whose start the places tell: of a ride there are two stops. */
  #timedOffset(requestId, stop) {
    if (!stop) return 0;
    const tasks = this.timeline.rows.flatMap((row) => row.stops.flatMap((one) => one.tasks));
    const timed = tasks.find((task) => task.request_id === requestId && task.kind === this.moving.timed);
    return timed ? Date.parse(timed.start) - stop.start : 0;
  }

  #firstAim(stop, at) {
    const { moving } = this;
    if (stop) return moving.aimAt(stop.shiftId, at + this.#offset);
    const [best] = [...(moving.places?.values() ?? [])].flat().sort((a, b) => a.costGr - b.costGr);
    if (best) moving.choose(best.shiftId, best);
    this.#show();
  }

  #show() {
    const { aim } = this.moving;
    if (aim) this.timeline.view.reveal(aim.shiftId, aim.place?.start ?? aim.at);
  }

  #picture() {
    const { view } = this.timeline;
    view.overlay(this.moving.requestId === null ? null : ghostOf(this.moving, view, this.#length));
  }

  #done(words, wish = null) {
    tell(words, { undo: () => this.step("undo") });
    if (wish?.shift_id) this.timeline.focus(wish.request_id, wish.shift_id);
  }
}
