// The office's clock on a phone whose own may be wrong: by how much, the office tells at each contact.

import { lang } from "../texts.js";

const OFF_MS = 120 * 1000;
const locale = { pl: "pl-PL", en: "en-GB" }[lang] ?? "pl-PL";
let ahead = 0;
let zone = "Europe/Warsaw";
let formats = made();

/** Keep time as was told at the last contact. */
export function setClock(clock, town) {
  ahead = clock?.ahead ?? 0;
  if (town && town !== zone) {
    zone = town;
    formats = made();
  }
}

/** Return the present instant by the office's clock, in milliseconds. */
export const now = () => Date.now() + ahead;

/** Return the hour and minute of an instant. */
export const time = (moment) => formats.time.format(new Date(moment));

/** Return weekday, day and month of an instant in words. */
export const day = (moment) => formats.day.format(new Date(moment));

/** Return the bounds of a window. */
export const span = (start, end) => `${time(start)}\u2013${time(end)}`;

/** Whether two instants are of one day of the town. */
export const sameDay = (one, other) => formats.date.format(new Date(one)) === formats.date.format(new Date(other));

/** Return minutes and seconds until an instant ("6:32"). */
export function left(until) {
  const seconds = Math.max(0, Math.ceil((until - now()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * Return the clock after a contact.
 *
 * While reports wait, it goes on as it is: they and their sending have to be told by one and the same clock, or the
 * office could not tell a phone whose clock was changed from one whose reports are late.
 *
 * @param {object|null} clock - as it was
 * @param {number} told - milliseconds, the office's clock
 * @param {{at: number, waiting: boolean, demo: boolean}} how - `at` is the phone's own clock at that instant
 */
export function clockAfter(clock, told, { at, waiting, demo }) {
  const found = told - at;
  const base = clock?.base ?? (demo ? found : 0); // the demo's hour is another one than ours, and no fault of a phone
  const off = Math.abs(found - base) > OFF_MS ? Math.round((found - base) / 60000) : 0;
  return { base, off, ahead: waiting && clock ? clock.ahead : found };
}

/**
 * Return what the phone's own clock showed when the office told its hour: the middle of a contact.
 *
 * Somebody, or the network, may have set the clock meanwhile; then it is what it shows at the end.
 */
export function between(begun, ended, longest) {
  return ended >= begun && ended - begun <= longest ? (begun + ended) / 2 : ended;
}

function made() {
  return {
    time: new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: zone }),
    day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone }),
    date: new Intl.DateTimeFormat("sv-SE", { timeZone: zone }),
  };
}
