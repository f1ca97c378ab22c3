// Closing a day: what is missing before it can be closed, and what to do about it.

import { ask, askOnce, said } from "../../api.js";
import { day as dayOf, now, time } from "../../clocks.js";
import { button, el, phone } from "../../elements.js";
import { tell } from "../../notices.js";
import { t } from "../../texts.js";
import { openCheck } from "./check.js";
import { openDialog } from "./dialog.js";
import { openReport } from "./report.js";

const OUTCOMES = ["served", "no_show", "cancelled_late", "refused", "missed"];
const WAYS = ["family", "taxi", "ambulance", "own_way", "overnight", "hospital", "other"];

/** Show how near a day is to being closed, and close it. */
export async function openClosing(day) {
  const dialog = openDialog({ title: t("board_plans.closing.title"), wide: true, body: el("p", { role: "status" }, t("board_strip.who.loading")), ended: () => day.load() });
  const read = async () => {
    try {
      const { data } = await ask("GET", `/days/${day.date}/closing`);
      const close = { text: t("board_plans.closing.now"), kind: "primary", act: () => closeDay(day, data.version) };
      dialog.set(shownOf(day, data, { read, dialog }), data.closed || !isReady(data) || now() < new Date(data.over_at) ? [] : [close]);
    } catch (error) {
      dialog.tell(error);
    }
  };
  await read();
}

const isReady = (view) => !view.missing.length && !view.stranded.length && !view.unanswered.length;

async function closeDay(day, version) {
  await askOnce("POST", `/days/${day.date}/closing`, { version });
  await day.load();
  tell(t("board_plans.closing.done"));
}

function shownOf(day, view, hand) {
  const parts = [];
  if (view.closed) parts.push(el("p", { class: "lead" }, t("board_plans.closing.closed", { at: `${dayOf(view.closed.closed_at)}, ${time(view.closed.closed_at)}` })), el("p", {}, t("board_plans.closing.reopen")));
  else if (now() < new Date(view.over_at)) return [el("p", { class: "lead" }, t("board_plans.closing.going_on", { time: time(view.over_at), day: dayOf(view.over_at) })), soFar(day, view, hand)];
  else parts.push(el("p", { class: "lead" }, isReady(view) ? t("board_plans.closing.ready") : t("board_plans.closing.not_ready")));
  parts.push(...unknown(day, view, hand));
  if (view.came_after.length) parts.push(el("p", {}, t("board_plans.closing.came_after", { n: view.came_after.length })));
  return parts;
}

/** Return what nobody knows yet while the day goes on: folded, as most of it will come by itself. */
function soFar(day, view, hand) {
  const parts = unknown(day, view, hand);
  return parts.length > 0 && el("details", {}, el("summary", {}, t("board_plans.closing.so_far")), ...parts);
}

function unknown(day, view, hand) {
  const parts = [];
  if (view.unanswered.length) parts.push(el("h3", {}, t("board_plans.closing.unanswered")), el("p", {}, view.unanswered.map((id) => button(t("board_strip.remedy.close_check"), () => openCheck(day, id)))));
  if (view.stranded.length) parts.push(el("h3", {}, t("board_plans.closing.stranded")), el("ul", { class: "report" }, together(view.stranded).map((party) => stranded(day, party, hand))));
  const requests = together(view.missing);
  if (requests.length) parts.push(el("h3", {}, t("board_plans.closing.missing", { n: requests.length })), el("ul", { class: "report" }, requests.map((doors) => missing(day, doors, hand))));
  return parts;
}

/** Return the entry of a request: an outcome is said of all its doors at once. */
function missing(day, doors, hand) {
  const [first] = doors;
  const who = first.clients.map((client) => client.name).join(", ");
  const does = [...new Set(doors.map((one) => said(one.do)))];
  return el("li", {},
    el("strong", {}, who || first.request_id),
    doors.map((one) => el("span", { class: "help num" }, [one.planned_arrival && time(one.planned_arrival), one.shift].filter(Boolean).join(" · "))),
    does.map((text) => el("p", {}, text)),
    el("div", { class: "actions" }, button(t("board_strip.remedy.type_in"), () => openReport(day, { shift_id: first.shift_id, request_id: first.request_id })),
      statement(day, first.request_id, "outcome", OUTCOMES, hand)));
}

/** Return those of one request together: whoever says how a party got home has to have thought of each of them. */
function together(entries) {
  const requests = new Map();
  for (const one of entries) requests.set(one.request_id, [...(requests.get(one.request_id) ?? []), one]);
  return [...requests.values()];
}

function stranded(day, party, hand) {
  const [first] = party;
  const numbers = [...new Set(party.flatMap((one) => one.phones))];
  return el("li", {},
    el("strong", {}, party.map((one) => one.client.name).join(", ")), el("span", { class: "help num" }, [first.since && time(first.since), first.place].filter(Boolean).join(" · ")),
    el("p", {}, said(first.do)),
    numbers.length > 0 && el("p", {}, el("span", { class: "help" }, `${t("board_plans.closing.phones")} `), numbers.map((number) => phone(number))),
    statement(day, first.request_id, "way_home", WAYS, { ...hand, clientIds: party.map((one) => one.client.id) }));
}

/** Return a folded form that says what became of a request, and how the office knows. */
function statement(day, requestId, about, choices, { read, dialog, clientIds = [] }) {
  const [choice, reason] = [`say-${about}-${requestId}`, `why-${about}-${requestId}`];
  const select = el("select", { id: choice }, choices.map((one) => el("option", { value: one }, t(`board_plans.closing.${about}.${one}`))));
  const input = el("input", { id: reason, maxlength: "2000", autocomplete: "off" });
  const say = async () => {
    if (!input.value.trim()) return (dialog.tell(t("board_plans.closing.why_missing")), input.focus());
    try {
      await askOnce("POST", `/days/${day.date}/outcomes`, { body: { request_id: requestId, client_ids: clientIds, about, [about]: select.value, reason: input.value.trim() } });
      dialog.tell("");
      await read();
    } catch (error) {
      dialog.tell(error);
    }
  };
  return el("details", {}, el("summary", {}, t(`board_plans.closing.say_${about}`)),
    el("label", { for: choice }, t("board_plans.closing.what")), select,
    el("label", { for: reason }, t("board_plans.closing.why")), input,
    el("div", { class: "actions" }, button(t("board_plans.closing.say"), say)));
}
