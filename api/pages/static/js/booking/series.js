// What comes again: said first with its days, then kept as a series, its next two weeks booked; what has no place is told.

import { ask, newKey, said, sentence } from "../api.js";
import { dateOf, now, span } from "../clocks.js";
import { t } from "../texts.js";
import { busy } from "./busy.js";
import { call, tell } from "./call.js";
import { at, make, told } from "./dom.js";
import { series } from "./request.js";
import { dayName, shortDay } from "./sentences.js";

const DAYS_AHEAD = 14;
const SECONDS = 2;
let names = null;
let proposed = null;

/** Let series be kept. */
export function setUpSeries(known) {
  names = known;
  at("keep-series").addEventListener("click", keep);
}

/** Say what comes again, and on which days first; nothing is kept yet. */
export function proposeSeries(wanted) {
  const { coming, series: { times_per_week: times } } = wanted.reading;
  proposed = { wanted, key: newKey() };
  for (const id of ["answer", "done"]) at(id).hidden = true;
  at("series").hidden = false;
  told(at("series-wrong"), "");
  at("series-sentence").textContent = sentenceOf(wanted);
  at("series-days").replaceChildren(...coming.map((day) => make("li", { className: "chip" }, shortDay(day))));
  told(at("series-times"), times ? t("booking.series.times", { times }) : "");
  at("keep-series").focus();
  at("series").scrollIntoView({ block: "nearest" });
}

const sentenceOf = (wanted) => `${wanted.service.name}: ${said(wanted.reading.sentence)}`;

async function keep() {
  told(at("series-wrong"), "");
  try {
    await busy("series-busy", t("booking.series.busy"), () => kept(proposed));
  } catch (error) {
    told(at("series-wrong"), sentence(error));
  }
}

async function kept({ wanted, key }) {
  const made = (await ask("POST", "/series", { body: series(wanted), key })).data.series;
  const from = ahead(1);
  const first = made.first > from ? made.first : from;
  const to = ahead(DAYS_AHEAD);
  const planned = first <= to ? (await ask("POST", "/series/plan", { body: { from: first, to, seconds: SECONDS } })).data : null;
  const assigned = planned?.assigned.filter((one) => one.series_id === made.id) ?? [];
  const impossible = planned?.impossible.filter((one) => one.series_id === made.id) ?? [];
  const bookings = (await Promise.all(assigned.flatMap((one) => one.bookings).map((id) => ask("GET", `/bookings/${encodeURIComponent(id)}`)))).map((one) => one.data);
  if (call.enquiry) await ask("POST", `/enquiries/${encodeURIComponent(call.enquiry.id)}/end`, { body: { outcome: "declined" } });
  call.enquiry = null;
  at("series").hidden = true;
  assigned.sort((a, b) => a.day.localeCompare(b.day));
  tell("promised", { sentence: sentenceOf(wanted), bookings, more: [...days(assigned, bookings), ...reasons(impossible), later(first <= to)], series: true });
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
