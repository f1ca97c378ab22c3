// Time to places on the timeline, and back. Pure: knows neither the page nor the clock.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Widths of a minute in pixels, from all of a day to a few minutes. */
export const ZOOMS = [0.5, 0.8, 1.2, 1.8, 2.7, 4, 6, 9];
export const FIRST_ZOOM = 2;

/** A part of time, laid out from left to right. */
export class Scale {
  /**
   * @param {number} from - its beginning, milliseconds since the epoch; a full hour
   * @param {number} to - its end
   * @param {number} zoom - an index of ZOOMS
   */
  constructor(from, to, zoom) {
    Object.assign(this, { from, to, zoom });
    this.perMs = ZOOMS[zoom] / MINUTE_MS;
  }

  get width() {
    return Math.ceil((this.to - this.from) * this.perMs);
  }

  /** Return the place of an instant (milliseconds, or text with an offset), in pixels. */
  x(moment) {
    return ((typeof moment === "number" ? moment : Date.parse(moment)) - this.from) * this.perMs;
  }

  /** Return the instant of a place, in milliseconds. */
  at(x) {
    return this.from + x / this.perMs;
  }

  /** Return the instants that the axis names: full hours, or parts of them where there is room. */
  ticks() {
    this.#ticks ??= this.#named();
    return this.#ticks;
  }

  #ticks = null;

  #named() {
    const step = [15, 30, 60, 120, 180].find((minutes) => minutes * ZOOMS[this.zoom] >= 54) * MINUTE_MS;
    const found = [];
    for (let at = Math.ceil(this.from / step) * step; at <= this.to; at += step) found.push(at);
    return found;
  }
}

/**
 * Return the part of time that holds some instants, in full hours with an hour around them.
 *
 * @param {number[]} moments - milliseconds; none: nothing is to be shown, and the day's middle is as good as any
 */
export function extent(moments, noon) {
  const first = moments.length ? Math.min(...moments) : noon - 4 * HOUR_MS;
  const last = moments.length ? Math.max(...moments) : noon + 4 * HOUR_MS;
  return [Math.floor(first / HOUR_MS) * HOUR_MS - HOUR_MS / 2, Math.ceil(last / HOUR_MS) * HOUR_MS + HOUR_MS / 2];
}
