// A dispatcher's hand on the day: every change names the version that was seen, and can be taken back.

import { Refused, ask, sentence } from "../api.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";

/** Changes of a day through the API. */
export class Hand {
  #last = 0;

  /** @param {Day} day */
  constructor(day) {
    this.day = day;
  }

  /** Return the pins of a request, and all overrides: what a step back has to bring back. */
  fixed(requestId) {
    const { pins, overrides } = this.day.board.day;
    return { pins: pins.filter((pin) => pin.request_ids.includes(requestId)), overrides };
  }

  /**
   * Put a request somewhere.
   *
   * @param {{request_id: string, shift_id: string|null, at: number[]|null, reason?: string}} wish
   */
  move(wish) {
    return this.#change("POST", "/moves", wish);
  }

  /** Hold a request fast on its shift. */
  pin(requestId, shiftId) {
    return this.#change("POST", "/pins", { kind: "shift", request_ids: [requestId], shift_id: shiftId, start: null });
  }

  /** Let go of all pins of a request. */
  unpin(requestId) {
    return this.#change("DELETE", `/pins/${encodeURIComponent(requestId)}`);
  }

  /** Bring back what was fixed about a request before, as `fixed` had it. */
  async restore(requestId, { pins, overrides }) {
    let now = this.state;
    if (JSON.stringify(now.overrides) !== JSON.stringify(overrides)) {
      now = await this.#change("PUT", "/overrides", { overrides: overrides.map(({ by, ...one }) => one) });
    }
    const held = now.pins.filter((pin) => pin.request_ids.includes(requestId));
    if (JSON.stringify(held) === JSON.stringify(pins)) return;
    if (held.length) await this.unpin(requestId);
    for (const pin of pins) await this.#change("POST", "/pins", pin);
  }

  /** The day as the last change or reading left it. */
  get state() {
    return this.#answer?.version >= this.day.version ? this.#answer : this.day.board.day;
  }

  #answer = null;

  async #change(method, path, body) {
    const version = Math.max(this.day.version ?? 0, this.#last);
    const answer = await ask(method, `/days/${this.day.date}${path}`, { body, version });
    this.#last = Number(answer.version);
    this.#answer = answer.data;
    return answer.data;
  }
}

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
    tell(whatIsWrong(error), { kind: "wrong" });
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
