// A dispatcher's hand on the day: every change names the version that was seen, and can be taken back.

import { Refused, ask, sentence } from "../api.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { named } from "./naming.js";

/** Changes of a day through the API. */
export class Hand {
  #last = 0;

  /** @param {Day} day */
  constructor(day) {
    this.day = day;
  }

  /** Return the pins of a request, and all overrides: what a step back has to bring back. */
  fixed(requestId) {
    const { pins, overrides } = this.state;
    return { pins: pins.filter((pin) => pin.request_ids.includes(requestId)), overrides };
  }

  /**
   * Put a request somewhere.
   *
   * @param {{request_id: string, shift_id: string|null, at: number[]|null, reason?: string}} wish
   * @param {number} [version] - of the day that the positions are of; without it the newest that is known here
   */
  move(wish, version) {
    return this.#change("POST", "/moves", wish, version);
  }

  /** Hold a request fast on its shift. */
  pin(requestId, shiftId) {
    return this.#change("POST", "/pins", { kind: "shift", request_ids: [requestId], shift_id: shiftId, start: null });
  }

  /** Let go of all pins of a request. */
  unpin(requestId) {
    return this.#change("DELETE", `/pins/${encodeURIComponent(requestId)}`);
  }

  /**
   * Bring back what was fixed about a request before a change, as `fixed` had it before and after.
   *
   * What others have accepted since stays: of the overrides only those go or come back that the change brought or took.
   */
  async restore(requestId, before, after) {
    const wanted = without(this.state.overrides, without(after.overrides, before.overrides));
    wanted.push(...without(without(before.overrides, after.overrides), wanted));
    if (String(this.state.overrides.map(mark)) !== String(wanted.map(mark))) {
      await this.#change("PUT", "/overrides", { overrides: wanted.map(({ by, ...one }) => one) });
    }
    const held = this.state.pins.filter((pin) => pin.request_ids.includes(requestId));
    if (JSON.stringify(held) === JSON.stringify(before.pins)) return;
    if (held.length) await this.unpin(requestId);
    for (const pin of before.pins) await this.#change("POST", "/pins", pin);
  }

  /** The day as the last change or reading left it. */
  get state() {
    return this.#answer?.version >= this.day.version ? this.#answer : this.day.board.day;
  }

  #answer = null;

  async #change(method, path, body, seen) {
    const version = seen ?? Math.max(this.day.version ?? 0, this.#last);
    const answer = await ask(method, `/days/${this.day.date}${path}`, { body, version });
    this.#last = Number(answer.version);
    this.#answer = answer.data;
    return answer.data;
  }
}

const mark = ({ by, ...one }) => JSON.stringify(one);
const without = (all, some) => all.filter((one) => !some.some((other) => mark(other) === mark(one)));

/**
 * Do something to the day, and tell what was wrong with it kindly; the board shows then what the day is.
 *
 * @param {Day} day
 * @param {() => Promise<any>} does
 * @returns {Promise<boolean>} whether it was done
 */
export async function tried(day, does) {
  try {
    await does();
    return true;
  } catch (error) {
    tell(named(day, whatIsWrong(error)), { kind: "wrong" });
    return false;
  } finally {
    await day.load();
  }
}

/** Return why a change was refused, in the reader's language. */
export function whatIsWrong(error) {
  const told = error instanceof Refused && error.status === 409 && !error.problem.refusals?.length && !error.problem.said;
  return told ? t("board.move.conflict") : sentence(error);
}
