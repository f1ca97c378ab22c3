// Something in a dispatcher's hand: where it may go, where it would go now, and what that would do.

import { ask } from "../../api.js";
import { byShift, nearestPlace, stepPlace, stepShift } from "./choosing.js";

const PAUSE_MS = 180;
/** What is another by less looks the same. */
const A_MINUTE_MS = 60_000;
const A_ZLOTY = 100;
const near = (a, b, by) => Math.abs(a - b) < by;

/**
 * One request on its way to another place. Events: `moving:changed` (places, aim or effect are another), `moving:ended`,
 * `moving:failed` with the error: somebody has changed the day so that it cannot be moved any more.
 *
 * @property {string|null} requestId - what is moved; null: nothing
 * @property {Map<string, object[]>|null} places - by shift; null: still asked for
 * @property {{shiftId: string, at: number, place: object|null}|null} aim - where it would go; without a place it breaks
 *   something there
 * @property {number|null} version - of the day that the places are of
 * @property {object|null} effect - EffectShown of the aim; null: still asked for
 */
export class Moving extends EventTarget {
  requestId = null;
  places = null;
  aim = null;
  effect = null;
  present = null;
  version = null;
  #placing = null;
  #explaining = null;
  #refreshing = null;
  #timer = 0;

  constructor(day) {
    super();
    this.day = day;
    day.addEventListener("day:changed", ({ detail }) => detail.what.has("board") && (this.#refreshing = this.#refresh()));
  }

  /**
   * Take a request up.
   *
   * @param {string} requestId
   * @param {{shiftId: string|null, at: number}} from - where it is, or where to look first
   * @returns {Promise<boolean>} whether it is in hand; false: it was let go meanwhile
   */
  async begin(requestId, { shiftId, at }) {
    this.end();
    this.requestId = requestId;
    this.from = { shiftId, at };
    return this.#look();
  }

  /** Mean another place: the free one of a shift that is nearest to an instant. */
  aimAt(shiftId, at, { again = false } = {}) {
    const place = nearestPlace(this.places?.get(shiftId), at);
    const same = this.aim?.shiftId === shiftId && this.aim.place === place && !again;
    this.aim = { shiftId, at, place };
    if (same) return this.#tell();
    this.#aimed();
  }

  /** Mean the next place by keyboard. */
  step(rows, key) {
    if (!this.places) return;
    const aim = this.aim ?? { shiftId: this.from.shiftId ?? rows[0].id, at: this.from.at, place: null };
    if (key === "ArrowUp" || key === "ArrowDown") {
      const shiftId = stepShift(rows, aim.shiftId, key === "ArrowDown" ? 1 : -1);
      return this.aimAt(shiftId, aim.at);
    }
    const place = stepPlace(this.places?.get(aim.shiftId), aim.place, key === "ArrowRight" ? 1 : -1);
    this.aim = { ...aim, place, at: place?.start ?? aim.at };
    this.#aimed();
  }

  /** Mean a place that somebody has chosen from a list. */
  choose(shiftId, place) {
    this.aim = { shiftId, at: place?.start ?? this.from.at, place };
    this.#aimed();
  }

  /**
   * Wait until what is seen is of the day as it is here.
   *
   * @returns {Promise<boolean>} whether the aim is still what it was
   */
  async settled() {
    const before = this.aim?.place ?? null;
    await this.#refreshing;
    const now = this.aim?.place ?? null;
    if (!before || !now) return this.aim !== null && before === now;
    return before.shiftId === now.shiftId && near(before.start, now.start, A_MINUTE_MS) && near(before.costGr, now.costGr, A_ZLOTY);
  }

  /** Let go. */
  end() {
    const held = this.requestId !== null;
    this.#placing?.abort();
    this.#explaining?.abort();
    clearTimeout(this.#timer);
    Object.assign(this, { requestId: null, places: null, aim: null, effect: null, present: null, version: null });
    if (held) this.dispatchEvent(new CustomEvent("moving:ended"));
  }

  /** Return what a move to the aim says to the API. */
  get wish() {
    return { request_id: this.requestId, shift_id: this.aim.shiftId, at: this.aim.place?.at ?? null };
  }

  /** Whether the aim is where it is already. */
  get stays() {
    const { place } = this.aim ?? {};
    return !!place && this.present?.shift_id === place.shiftId && String(this.present.at) === String(place.at);
  }

  /** Ask where it may go. */
  async #look() {
    this.#placing?.abort();
    this.#placing = new AbortController();
    const { signal } = this.#placing;
    try {
      const { data } = await ask("POST", `/days/${this.day.date}/moves/places`, { body: { request_id: this.requestId }, signal });
      Object.assign(this, { present: data.present, timed: data.timed, version: data.version, places: byShift(data.places) });
    } catch (error) {
      if (error.name === "AbortError") return false;
      this.end();
      throw error;
    }
    if (this.aim) this.aimAt(this.aim.shiftId, this.aim.at, { again: true });
    else this.#tell();
    return true;
  }

  /** Ask again when somebody has changed the day: the places in sight are no places any more. */
  async #refresh() {
    if (this.requestId === null || this.version === null || this.version === this.day.version) return;
    try {
      await this.#look();
    } catch (error) {
      this.dispatchEvent(new CustomEvent("moving:failed", { detail: { error } }));
    }
  }

  #aimed() {
    this.effect = null;
    clearTimeout(this.#timer);
    this.#explaining?.abort();
    this.#explaining = new AbortController();
    this.#tell();
    if (this.places && !this.stays) this.#timer = setTimeout(() => this.#explain(this.#explaining.signal), PAUSE_MS);
  }

  async #explain(signal) {
    try {
      const body = { ...this.wish, why: !this.aim.place };
      const { data } = await ask("POST", `/days/${this.day.date}/moves/check`, { body, signal });
      this.effect = data;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.effect = { failed: error };
    }
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("moving:changed"));
  }
}
