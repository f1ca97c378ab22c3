// What a dispatcher can do to the day with what is on the timeline: take up, keep, pin, leave out, take back.

import { ask } from "../api.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";
import { askWhere } from "./form.js";
import { tried, whatIsWrong } from "./hand.js";
import { askWhereAll } from "./several.js";
import { kept, move, pin } from "./steps.js";
import { byShift } from "./timeline/choosing.js";
import { aimOf, freePlaces } from "./timeline/ghost.js";

const A_VISIT_MS = 30 * 60_000;
const OVER = new Set(["done", "lost", "arrived"]);

/** The work of a dispatcher's hands. */
export class Work {
  /** How much later than what is held the task is whose start the places tell, in milliseconds: of a ride there are two stops. */
  offset = 0;
  #length = A_VISIT_MS;
  #free = { of: null, at: null, picture: null };
  #told = null;

  constructor({ day, hand, history, moving, said }) {
    Object.assign(this, { day, hand, history, moving, said });
    moving.addEventListener("moving:changed", () => this.#picture());
    moving.addEventListener("moving:ended", () => this.#picture());
    moving.addEventListener("moving:failed", ({ detail }) => tell(whatIsWrong(detail.error), { kind: "wrong" }));
  }

  /** Take the timeline that shows the work. */
  on(timeline) {
    this.timeline = timeline;
    timeline.view.onFresh = () => this.#picture();
  }

  /** What may be done with a request of a stop. */
  may(request, stop) {
    const move = this.#reason(request.id, stop) === null;
    return { move, pinned: this.#pinned(request.id), out: move && !request.promise };
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
      this.offset = this.#timedOffset(requestId, stop);
      if (!this.moving.aim) this.#firstAim(stop, at);
    } catch (error) {
      tell(whatIsWrong(error), { kind: "wrong" });
    }
  }

  /** Keep what is meant: at the place that was seen, or not at all. */
  async keep(reason = "") {
    const { moving } = this;
    if (!(await moving.settled())) return void tell(t("scripts.stale"), { kind: "wrong" });
    const wish = { ...moving.wish, ...(moving.aim.place ? {} : { at: null, reason }) };
    const seen = moving.aim.place ? { version: moving.version, start: moving.aim.place.start } : null;
    moving.end();
    await this.#does("moved", [wish.request_id], [() => move(this, wish, seen)], wish.shift_id);
  }

  /** Move by a form: one request to a shift and an hour, several to a shift. */
  async form(stops, requestId = null, shiftId = null) {
    const ids = requestId ? [requestId] : [...new Set(stops.flatMap((stop) => stop.requestIds))];
    const reason = ids.map((id) => this.#reason(id, stops.find((stop) => stop.requestIds.includes(id)))).find(Boolean);
    if (reason) return void tell(reason, { kind: "wrong" });
    if (ids.length > 1) return this.#several(ids, shiftId);
    try {
      const { data } = await ask("POST", `/days/${this.day.date}/moves/places`, { body: { request_id: ids[0] } });
      const where = await askWhere(this.#who(ids[0]), this.timeline.rows, byShift(data.places));
      if (!where) return this.timeline.regain();
      await this.take(ids[0], stops[0] ?? null);
      if (this.moving.requestId !== ids[0]) return;
      const same = this.moving.places?.get(where.shiftId)?.find((one) => String(one.at) === String(where.place?.at));
      this.moving.choose(where.shiftId, same ?? null);
      this.bar.focus();
    } catch (error) {
      tell(whatIsWrong(error), { kind: "wrong" });
    }
  }

  /** Leave a request without a promise out of the plan. */
  async out(requestId) {
    await this.#does("left_out", [requestId], [() => move(this, { request_id: requestId, shift_id: null, at: null })]);
  }

  /** Pin requests to their shifts, or let go of them. */
  async pin(requestIds, stops, is) {
    const where = [stops].flat();
    const shiftOf = (id) => where.find((stop) => stop.requestIds.includes(id)).shiftId;
    const wanted = requestIds.filter((id) => this.#pinned(id) !== is);
    if (!wanted.length) return;
    await this.#does(is ? "pinned" : "unpinned", wanted, wanted.map((id) => () => pin(this, { id, shiftId: shiftOf(id) }, is)));
  }

  /** Take the last step back, or do it again. */
  async step(which) {
    let step = null;
    await tried(this.day, async () => (step = await this.history[which]()));
    if (!step) return;
    this.#tell(which === "undo" ? t("board.undone", { what: step.said }) : t("board.redone", { what: step.said }));
    if (!document.activeElement || document.activeElement === document.body) this.timeline.focus(step.requestIds[0]);
  }

  /** Pin everything of some stops; if all of it is pinned, let go of it. */
  pinAll(stops) {
    const ids = [...new Set(stops.flatMap((stop) => stop.requestIds))];
    return this.pin(ids, stops, !this.allPinned(stops));
  }

  /** Whether everything of some stops is pinned. */
  allPinned(stops) {
    return stops.every((stop) => stop.requestIds.every((id) => this.#pinned(id)));
  }

  /** Put several requests onto a shift: those that fit there, as it was seen. */
  async #several(ids, shiftId) {
    const things = ids.map((id) => ({ id, who: this.#who(id) }));
    const wanted = await askWhereAll(this.day, things, { rows: this.timeline.rows, shiftId });
    if (!wanted) return this.timeline.regain();
    const does = wanted.ids.map((id) => () => move(this, { request_id: id, shift_id: wanted.shiftId, at: null }));
    if (await this.#does("moved", wanted.ids, does, wanted.shiftId)) this.timeline.clear();
  }

  /** Do something to requests, remember it, tell it, and put the keyboard there. @returns whether all of it was done */
  async #does(what, ids, does, shiftId = null) {
    const who = ids.length > 1 ? count("board.state.requests", ids.length) : this.#who(ids[0]);
    const did = await tried(this.day, () => kept(this, t(`board.step.${what}`, { who }), ids, does));
    if (did) this.#tell(t(`board.done.${what}`, { who }), { undo: () => this.step("undo") });
    if (did && shiftId) this.timeline.focus(ids[0], shiftId);
    return did;
  }

  #pinned(requestId) {
    return this.day.board.day.pins.some((one) => one.request_ids.includes(requestId));
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

  #timedOffset(requestId, stop) {
    if (!stop) return 0;
    const tasks = this.timeline.rows.flatMap((row) => row.stops.flatMap((one) => one.tasks));
    const timed = tasks.find((task) => task.request_id === requestId && task.kind === this.moving.timed);
    return timed ? Date.parse(timed.start) - stop.start : 0;
  }

  #firstAim(stop, at) {
    const { moving } = this;
    if (stop) return moving.aimAt(stop.shiftId, at + this.offset);
    const [best] = [...(moving.places?.values() ?? [])].flat().sort((a, b) => a.costGr - b.costGr);
    if (best) moving.choose(best.shiftId, best);
    this.show();
  }

  /** Bring into sight where what is moved would go. */
  show() {
    const { aim } = this.moving;
    if (aim) this.timeline.view.reveal(aim.shiftId, aim.place?.start ?? aim.at);
  }

  #picture() {
    const { view } = this.timeline;
    if (this.moving.requestId === null) return view.overlay();
    if (this.#free.of !== this.moving.places || this.#free.at !== view.scale) {
      this.#free = { of: this.moving.places, at: view.scale, picture: freePlaces(this.moving, view, this.#length) };
    }
    view.overlay(this.#free.picture, aimOf(this.moving, view, this.#length));
  }

  /** Tell what was done, in the place of what was done before: its way back leads to another step by now. */
  #tell(words, options) {
    this.#told?.remove();
    this.#told = tell(words, options);
  }
}
