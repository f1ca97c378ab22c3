// Days and hours, by the town's clock and not by this computer's: its clock may be wrong, its zone another.

import { lang } from "./texts.js";

const told = document.querySelector("meta[name=now]")?.content;
export const zone = document.querySelector("meta[name=zone]")?.content || "Europe/Warsaw";
const ahead = told ? Date.parse(told) - Date.now() : 0;
const locale = { pl: "pl-PL", en: "en-GB" }[lang] ?? "pl-PL";
const formats = {
  time: new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: zone }),
  day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone }),
  date: new Intl.DateTimeFormat("sv-SE", { timeZone: zone }),
};

/** Return the office's present instant. */
export const now = () => new Date(Date.now() + ahead);

/** Return the hour and minute of an instant ("9:40"); takes a Date, or text with an offset. */
export const time = (moment) => formats.time.format(new Date(moment));

/** Return the bounds of a window ("9:40–10:10"). */
export const span = (start, end) => `${time(start)}\u2013${time(end)}`;

/** Return weekday, day and month of an instant in words. */
export const day = (moment) => formats.day.format(new Date(moment));

/** Return the date of an instant as the API writes service days ("2026-11-23"). */
export const dateOf = (moment) => formats.date.format(new Date(moment));

/** Return a sentence with its service days as people say them ("24 listopada"), the year where it is another one. */
export function daysInWords(sentence) {
  const year = dateOf(now()).slice(0, 4);
  return sentence.replace(/\b(\d{4})-(\d\d)-(\d\d)\b(?:( )(?=\d\d:\d\d))?/g, (_, y, m, d, hour) => {
    const told = { day: "numeric", month: "long", timeZone: "UTC", ...(y === year ? {} : { year: "numeric" }) };
    const day = new Intl.DateTimeFormat(locale, told).format(new Date(`${y}-${m}-${d}T12:00:00Z`));
    return hour ? `${day}, ` : day;
  });
}
