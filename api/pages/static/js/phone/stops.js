// How stops look: the one that is next in full, the others as a line that opens.

import { said } from "../api.js";
import { count, t } from "../texts.js";
import { actionsAt } from "./actions.js";
import { left, now, span, time } from "./clock.js";
import { el, icon } from "./elements.js";
import { call, maps, way } from "./links.js";
import { openTasks, phaseOf } from "./progress.js";

/** Return a stop with everything about it; `act` is called with the action of a button. */
export function wholeStop(stop, states, act) {
  return [
    el("p.when", {}, el("strong.num", {}, time(stop.arrival)), promise(stop)),
    el("h2", { tabindex: "-1", "data-key": `stop-${stop.number}` }, titleOf(stop)),
    el("p.where", {}, placeOf(stop), stop.entrance && el("span.door", {}, stop.entrance), stop.entrance_note && el("span.note", {}, stop.entrance_note)),
    el("p.phase", {}, t(`phone.phase.${phaseOf(stop, states)}`)),
    buttonsOf(stop, states, act),
    stop.tasks.map((task) => taskOf(task, states.get(task.task_id), stop.tasks.length > 1)),
    reach(stop, states),
  ];
}

/** Return a stop as a line that opens. */
export function shortStop(stop, states, act, extra = null) {
  const isPlanned = phaseOf(stop, states) === "planned";
  const title = el("span.title", {}, titleOf(stop), el("span.sub", {}, [kindsOf(stop), placeOf(stop)].join(" · ")));
  const summary = el("summary", {}, el("span.num.at", {}, time(stop.arrival)), title, !isPlanned && chipOf(stop, states));
  return el("details.stop", { "data-key": `more-${stop.number}` }, summary, el("div", {}, wholeStop(stop, states, act), extra));
}

/** Return who, or which place, a stop is about. */
export function titleOf(stop) {
  const names = [...new Set(stop.tasks.filter((task) => !task.ended).flatMap((task) => task.clients))];
  return names.length && names.length < 3 ? names.join(", ") : stop.place;
}

/** Return the place and address of a stop in one line. */
export const placeOf = (stop) => [stop.place, stop.address].filter((one) => one && one !== titleOf(stop)).join(", ");

/** Return what is done at a stop, each once. */
function kindsOf(stop) {
  return [...new Set(stop.tasks.map((task) => t(`phone.kind.${task.kind}`, { service: task.service })))].join(", ");
}

function promise(stop) {
  const told = stop.tasks.find((task) => task.promised && task.window) ?? stop.tasks.find((task) => task.window);
  if (!told) return null;
  const bounds = { span: span(told.window.start, told.window.end) };
  return el("span", {}, told.promised ? t("phone.promised", bounds) : t("phone.window", bounds));
}

function chipOf(stop, states) {
  const phase = phaseOf(stop, states);
  const ends = stop.tasks.map((task) => (task.ended ? "ended" : states.get(task.task_id).status));
  const status = phase === "over" ? (ends.find((one) => one !== "done") ?? "done") : phase;
  return el(`span.chip${status === "done" ? ".good" : ".warn"}`, {}, t(`phone.status.${status}`));
}

function taskOf(task, state, several) {
  const tags = task.tags.map((tag) => el("li.chip", {}, t(`phone.tag.${tag}`)));
  const access = said(task.access);
  return el(
    "section.task", {},
    several && el("h3", {}, task.clients.join(", ") || task.service, " ", el("span.chip", {}, t(`phone.status.${task.ended ? "ended" : state.status}`))),
    el("p.what", {}, t(`phone.kind.${task.kind}`, { service: task.service }), " · ", said(task.party) || count("phone.portions", task.portions)),
    task.counterpart && el("p", {}, task.kind === "pickup" ? t("phone.to", { place: task.counterpart }) : t("phone.from", { place: task.counterpart })),
    tags.length > 0 && el("ul.tags", {}, tags),
    access && el("p", {}, t("phone.access", { way: access })),
    task.cash_gr > 0 && el("p.cash", {}, t("phone.cash", { amount: (task.cash_gr / 100).toFixed(2).replace(".", t("phone.comma")) })),
    task.note && el("p.note", {}, task.note),
    task.ended && el("p.wrong", {}, t("phone.ended")),
  );
}

function buttonsOf(stop, states, act) {
  const actions = actionsAt(stop, states);
  const several = openTasks(stop, states).length > 1;
  return el("div.acts", { role: "group", "aria-label": t("phone.report_group") }, actions.map((action) => button(action, several, act)));
}

function button(action, several, act) {
  const isEarly = action.from !== undefined && action.from > now();
  const word = el("span", {}, t(`phone.act.${action.word}`));
  const whom = several && action.of ? el("span.whom", {}, action.of.clients.join(", ") || action.of.service) : null;
  const wait = isEarly ? el("span.wait.num", { "data-until": action.from }, t("phone.wait", { left: left(action.from), time: time(action.from) })) : null;
  return el(
    `button${action.main ? ".primary" : ""}${action.kind === "no_show" ? ".danger" : ""}`,
    { type: "button", "data-key": action.main ? "main" : action.key, "aria-disabled": isEarly ? "true" : null, click: () => act(action) },
    word, whom, wait,
  );
}

/** Return how to reach people and the place: the town's own numbers and the phone's own map. */
function reach(stop, states) {
  const left = openTasks(stop, states);
  const tasks = left.length ? left : stop.tasks;
  const phones = tasks.flatMap((task) => task.phones.map((phone) => [task.clients.join(", "), phone]));
  const others = tasks.flatMap((task) => task.contacts).map((text) => [text.replace(NUMBER, "").trim(), text.match(NUMBER)?.[0] ?? ""]);
  const all = [...phones, [stop.place, stop.phone], ...others].filter(([, phone]) => phone);
  const calls = [...new Map(all.map((one) => [one[1], one])).values()].map(([who, phone]) =>
    el("a.button", { href: call(phone) }, icon("call"), el("span", {}, t("phone.call", { who }), el("span.num.sub", {}, phone))));
  const ways = maps(stop.point).map(([name, href]) => el("a.button", { href, target: "_blank", rel: "noopener noreferrer" }, t(`phone.map.${name}`)));
  return el(
    "div.reach", {},
    el("a.button", { href: way(stop.point) }, icon("way"), el("span", {}, t("phone.navigate"))),
    calls,
    el("details.maps", { "data-key": `maps-${stop.number}` }, el("summary", {}, t("phone.other_maps")), el("div.stack", {}, ways)),
  );
}

const NUMBER = /\+?\d[\d ]{7,}\d$/;
