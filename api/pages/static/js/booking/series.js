// What comes again: kept as a series, its next two weeks booked, and what has no place said with the reason.

import { ask, newKey, said } from "../api.js";
import { dateOf, now, span } from "../clocks.js";
import { t } from "../texts.js";
import { tell } from "./call.js";
import { at, make } from "./dom.js";
import { series } from "./request.js";
import { dayName, shortDay } from "./sentences.js";

const DAYS_AHEAD = 14;
const SECONDS = 2;
let names = null;

/** Know the names. */
export const setUpSeries = (known) => (names = known);

/** Keep a series and book its next days. */
export async function keepSeries(wanted) {
  const made = (await ask("POST", "/series", { body: series(wanted), key: newKey() })).data.series;
  const from = ahead(1);
  const first = made.first > from ? made.first : from;
  const to = ahead(DAYS_AHEAD);
  const planned = first <= to ? (await ask("POST", "/series/plan", { body: { from: first, to, seconds: SECONDS } })).data : null;
  const assigned = planned?.assigned.filter((one) => one.series_id === made.id) ?? [];
  const impossible = planned?.impossible.filter((one) => one.series_id === made.id) ?? [];
  const bookings = (await Promise.all(assigned.flatMap((one) => one.bookings).map((id) => ask("GET", `/bookings/${encodeURIComponent(id)}`)))).map((one) => one.data);
  at("answer").hidden = true;
  const sentence = `${wanted.service.name}: ${said(wanted.reading.sentence)}`;
  tell("promised", { sentence, bookings, more: [...days(assigned, bookings), ...reasons(impossible), later(first <= to)] });
}

const ahead = (days) => dateOf(new Date(now().getTime() + days * 86_400_000));

function days(assigned, bookings) {
  if (!assigned.length) return [];
  const by = new Map(bookings.map((one) => [one.id, one]));
  const lines = assigned.map((one) => {
    const windows = one.bookings.map((id) => by.get(id)?.promise).filter(Boolean).map((p) => p.pickup ?? p.window);
    const who = one.staff_ids.map((id) => names.staff.get(id)?.name ?? id).join(", ");
    return make("li", {}, make("strong", {}, `${dayName(one.day)} ${windows.map((w) => span(w.start, w.end)).join(" · ")}`), who ? `, ${who}` : "");
  });
  return [make("h3", {}, t("booking.series.booked")), make("ul", { className: "plain" }, ...lines)];
}

function reasons(impossible) {
  if (!impossible.length) return [];
  const lines = impossible.map((one) => {
    const why = one.reasons.map((each) => [said(each.summary), said(each.change)].filter(Boolean).join(" ")).join(" ");
    const waits = one.enquiry_id ? ` ${t("booking.series.waits")}` : "";
    return make("li", {}, make("strong", {}, one.days.map(shortDay).join(", ")), `: ${why}${waits}`);
  });
  return [make("h3", {}, t("booking.series.impossible")), make("ul", { className: "plain reasons-of-series" }, ...lines)];
}

const later = (soon) => make("p", { className: "help" }, soon ? t("booking.series.later") : t("booking.series.not_yet"));
