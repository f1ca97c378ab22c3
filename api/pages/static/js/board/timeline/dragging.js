// What a pointer does with what it drags: one request to a place, several chosen ones to a shift.

import { targetOf } from "./ghost.js";

/** A pointer's hand, for `listenToPointer`: of the timeline it drags stops, of the list a request. */
export class Dragging {
  #group = null;

  constructor(work) {
    this.work = work;
  }

  /** Take up what is dragged: of several chosen stops all. */
  begin(thing) {
    const { chosen } = this.work.timeline;
    const stops = chosen.some((stop) => stop.key === thing.key) ? chosen : [thing];
    const one = new Set(stops.flatMap((stop) => stop.requestIds)).size === 1;
    if (one) return void this.work.take(thing.requestIds[0], thing.shiftId ? thing : null);
    this.work.moving.end();
    this.#group = { stops, shiftId: null };
  }

  /** Mean a place. */
  over(shiftId, at) {
    const { moving, offset } = this.work;
    if (this.#group) this.#aim(shiftId);
    else if (moving.requestId !== null) moving.aimAt(shiftId, at + offset);
  }

  /** Mean none. */
  out() {
    if (this.#group) this.#aim(null);
  }

  /** Let it stay where it is meant, to be kept or let go. */
  drop() {
    const group = this.#group;
    if (!group) return this.work.bar.focus();
    this.end();
    if (group.shiftId) this.work.form(group.stops, null, group.shiftId);
  }

  /** Let go. */
  end() {
    if (!this.#group) return this.work.moving.end();
    this.#group = null;
    this.work.timeline.view.overlay();
  }

  #aim(shiftId) {
    if (this.#group.shiftId === shiftId) return;
    this.#group.shiftId = shiftId;
    const { view } = this.work.timeline;
    view.overlay(targetOf(shiftId, view));
  }
}
