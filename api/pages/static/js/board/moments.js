// Hours that somebody types in, as instants by the town's clock.

import { zone } from "../clocks.js";

const DAY_MS = 86_400_000;
const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });

/**
 * Return the instant of an hour of a service day ("2026-11-23", "09:40") as the API reads it, in UTC.
 *
 * Where the clocks are set back the earlier one of two is meant; an hour that they leave out is the one after it.
 */
export function momentAt(date, hour) {
  const wanted = Date.parse(`${date}T${hour}:00Z`);
  const offsets = [-DAY_MS, 0, DAY_MS].map((ms) => offsetAt(wanted + ms));
  const found = [...new Set(offsets)].sort((a, b) => b - a).map((offset) => wanted - offset);
  return new Date(found.find((at) => at + offsetAt(at) === wanted) ?? Math.max(...found)).toISOString();
}

/** Return the instant of an hour of a service day, or of the morning after it, whichever is nearer to another instant. */
export function momentNear(date, hour, near) {
  const far = (at) => Math.abs(Date.parse(at) - Date.parse(near));
  return [momentAt(date, hour), momentAt(nextDay(date), hour)].sort((a, b) => far(a) - far(b))[0];
}

/** Return the instant of an hour of a service day, or of the morning after it if that is what comes after another instant. */
export function momentAfter(date, hour, after) {
  const own = momentAt(date, hour);
  return own > after ? own : momentAt(nextDay(date), hour);
}

const nextDay = (date) => new Date(Date.parse(`${date}T12:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** Return an hour as somebody types it ("9:40", "9.40", "940", "9") as "09:40"; null: it is none. */
export function hourOf(text) {
  const found = /^\s*(\d{1,2})(?:\s*[:.,h]?\s*([0-5]\d))?\s*$/.exec(text);
  return found && Number(found[1]) < 24 ? `${found[1].padStart(2, "0")}:${found[2] ?? "00"}` : null;
}

/** Return how far the town's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(at) {
  return Date.parse(`${parts.format(new Date(at)).replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}
