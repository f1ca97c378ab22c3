// Whom to phone, and what came of it, in one press.

import { askOnce, sentence } from "../../api.js";
import { now, span, time } from "../../clocks.js";
import { button, el, phone } from "../../elements.js";
import { tell } from "../../notices.js";
import { t } from "../../texts.js";
import { rowOf } from "./alerts.js";
import { becameOf } from "./written.js";

const OUTCOMES = ["told", "no_answer", "refused", "needless"];

/** Return the notices that somebody still has to see to, not a message: whose hour is still to come first, changes before what only confirms. */
export function due(notices, at = now()) {
  const open = notices.filter((one) => (one.outcome === "to_do" || one.outcome === "no_answer") && !one.by_program);
  const ranks = new Map(open.map((one) => [one, rank(one, at)]));
  return open.toSorted((a, b) => ranks.get(a).localeCompare(ranks.get(b)));
}

function rank(notice, at) {
  const hours = [notice.before, notice.after, notice.window?.start].filter(Boolean).map((one) => new Date(one)).sort((a, b) => a - b);
  const [first, last] = [hours[0], hours.at(-1)];
  const over = last && last < at;
  const confirms = ["planned", "reminder"].includes(notice.kind) || (notice.kind === "moved" && !(notice.before && notice.after));
  return `${over ? 1 : 0}${confirms ? 1 : 0}${first?.toISOString() ?? ""}`;
}

/** Return the line of a notice: whom to tell what, how, and the buttons for what came of it. */
export function callLine(day, notice) {
  const name = notice.name || notice.client_id;
  const select = () => day.select(notice.request_id, { shiftId: rowOf(day, notice.request_id)?.shift_id ?? null, from: "strip" });
  const service = day.request(notice.request_id)?.service ?? "";
  const tries = notice.attempts.filter((one) => one.outcome === "no_answer").length;
  return el(
    "li", { class: "call-line" },
    el("div", { class: "call-who" }, button(name, select, { class: "quiet alert-text" }), how(notice)),
    el("div", { class: "call-what" }, el("span", {}, what(notice)), el("span", { class: "help" }, service),
      notice.message && becameOf(notice.message),
      tries > 0 && el("span", { class: "chip warn" }, t("board_strip.call.tried", { n: tries }))),
    el("div", { class: "alert-does", role: "group", "aria-label": t("board_strip.call.outcomes", { name }) },
      OUTCOMES.map((outcome) => button(t(`board_strip.call.${outcome}`), () => note(day, notice, outcome), { class: outcome === "told" ? null : "quiet" }))),
  );
}

function how({ channel, phone: number }) {
  const way = t(`board_strip.channel.${channel}`);
  return number ? phone(number, `${number} · ${way}`, { class: "num" }) : el("span", { class: "help" }, way);
}

function what(notice) {
  const hours = { before: hour(notice.before), after: hour(notice.after), asked: hour(notice.asked_at), window: notice.window ? span(notice.window.start, notice.window.end) : "" };
  if (notice.kind === "moved" && !(notice.before && notice.after)) return t("board_strip.call.planned", hours);
  return t(`board_strip.call.${notice.kind}`, hours);
}

const hour = (moment) => (moment ? time(moment) : "–");

async function note(day, notice, outcome) {
  try {
    await askOnce("POST", `/notices/${encodeURIComponent(notice.id)}/attempts`, { body: { channel: notice.channel, outcome } });
    tell(t(`board_strip.call.noted_${outcome}`, { name: notice.name || notice.client_id }));
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
  await day.load();
}
