// What is read out: pure, from what the API has offered and promised.

import { span, time } from "../clocks.js";
import { count, lang, t } from "../texts.js";

const money = new Intl.NumberFormat(lang === "pl" ? "pl-PL" : "en-GB", { style: "currency", currency: "PLN" });

/** Return an amount of grosze in złoty. */
export const zloty = (grosze) => money.format(grosze / 100);

/** Return a service day in words with its weekday ("wtorek, 24 listopada"). */
export const dayName = (day) => format(day, { weekday: "long", day: "numeric", month: "long" });

/** Return a service day shortly ("wt., 24.11"). */
export const shortDay = (day) => format(day, { weekday: "short", day: "numeric", month: "numeric" });

/** Return a service day as it stands in a sentence ("we wtorek, 24 listopada"). */
function onDay(day) {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
  return t("booking.on_day", { weekday: t(`booking.on_weekday.${weekday}`), date: format(day, { day: "numeric", month: "long" }) });
}

/**
 * Return the promise as it is read out to the caller.
 *
 * @param {object} promise - `kind` of service, its name, `day`, `windows` ({start, end}) in the order of the legs, `who`
 *   comes, the client's `sex`, `contribution` in grosze, whether there is an `open` way home
 */
export function promised({ kind, service, day, windows, who, sex, contribution = 0, open = false }) {
  const [first, ...later] = windows;
  const told = { day: onDay(day), from: time(first.start), to: time(first.end), who, service, you: t(`booking.you.${sex ?? "unsaid"}`) };
  const parts = [t(`booking.say.${who && kind === "visit" ? "visit_by" : kind}`, told)];
  later.forEach((one, k) => {
    parts.push(t(`booking.say.${k + 1 === later.length ? "back" : "onward"}`, { from: time(one.start), to: time(one.end) }));
  });
  if (open) parts.push(t("booking.say.open"));
  if (contribution > 0) parts.push(t("booking.say.pays", { amount: zloty(contribution) }));
  return parts.join(" ");
}

/** Return the short name of an offer: its day and its windows. */
export const offerName = (offer) => `${shortDay(offer.day)}, ${offer.legs.map((leg) => span(leg.window.start, leg.window.end)).join(" · ")}`;

/** Return what accepting an offer does to others; empty: nothing. */
export function effects(offer) {
  const told = [];
  if (offer.moved.length) {
    const most = Math.max(...offer.moved.map((one) => Math.abs(Date.parse(one.after) - Date.parse(one.before))));
    told.push(t("booking.offer.moves", { who: count("booking.others", offer.moved.length), minutes: Math.ceil(most / 60000) }));
  }
  if (offer.calls.length) told.push(t("booking.offer.calls", { who: count("booking.people_to", offer.calls.length) }));
  return told;
}

/** Return an amount of something with its unit ("6 wizyt", "2,5 godziny"). */
export function amount(number, unit) {
  if (Number.isInteger(number)) return count(`booking.unit.${unit}`, number);
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(number)}\u00a0${t(`booking.part_unit.${unit}`)}`;
}

function format(day, how) {
  return new Intl.DateTimeFormat(lang === "pl" ? "pl-PL" : "en-GB", { ...how, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
}
