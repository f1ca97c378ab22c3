// The whole page: what is new, the next stop, the others, the end of the day, and what to do if there is none.

import { count, t } from "../texts.js";
import { changedPanel } from "./changed.js";
import { day as dayOf, now, sameDay, span, time } from "./clock.js";
import { el } from "./elements.js";
import { isDone, keyOf } from "./keeping.js";
import { call } from "./links.js";
import { aboard, loadOf, nextStop, phaseOf, statesOf } from "./progress.js";
import { shortStop, wholeStop } from "./stops.js";

const SOON_MS = 10 * 60 * 1000;

/**
 * Return the parts of the page.
 *
 * @param {object} kept - the phone's copy
 * @param {{contact: string, standsUntil: number}} state - `contact`: how the last one went; `standsUntil`: for how long the
 *   crew has said that it stands still (milliseconds, the phone's own clock)
 * @param {{report: function, know: function, stand: function, end: function}} acts
 */
export function dayParts(kept, state, acts) {
  const notes = [clockNote(kept), outNote(kept, state)];
  const shifts = kept.day?.items ?? [];
  if (!shifts.length) return [...notes, state.contact === "out" || state.contact === "foreign" ? null : nothing(kept, state)];
  const current = shifts.find((one) => !isDone(one, kept.events)) ?? shifts.find((one) => Date.parse(one.end) > now()) ?? shifts[0];
  const others = shifts.filter((one) => one !== current);
  return [...notes, ...shiftParts(current, kept, state, acts), others.map((one) => laterShift(one, kept))];
}

function shiftParts(shift, kept, state, acts) {
  const states = statesOf(shift, kept.events);
  const next = nextStop(shift, states);
  const act = (action) => acts.report(shift, action);
  const moving = shift.stops.some((stop) => phaseOf(stop, states) === "en_route") && Date.now() > state.standsUntil;
  const before = kept.seen[keyOf(shift)] ?? null;
  const rest = shift.stops.filter((stop) => stop !== next && phaseOf(stop, states) !== "over");
  const over = shift.stops.filter((stop) => phaseOf(stop, states) === "over");
  return [
    head(shift),
    changedPanel(shift, before, { moving, know: () => acts.know(shift), stand: acts.stand }),
    breakNote(shift),
    loadNote(shift, states),
    next ? el("article.next", { "aria-label": t("phone.next") }, wholeStop(next, states, act)) : endOfDay(shift, kept, acts),
    rest.length > 0 && el("section", {}, el("h2", {}, t("phone.then")), rest.map((stop) => shortStop(stop, states, act))),
    next && el("p.back", {}, t("phone.back_at", { place: shift.end_place, time: time(shift.end) })),
    over.length > 0 && el("details.over", { "data-key": "over" }, el("summary", {}, t("phone.over", { stops: count("phone.stops", over.length) })),
      over.map((stop) => shortStop(stop, states, act, backButton(stop, kept, shift, acts)))),
  ];
}

const head = (shift) =>
  el("p.shift", {}, sameDay(shift.start, now()) ? null : el("strong", {}, dayOf(shift.start), " "), [shift.vehicle || shift.name, span(shift.start, shift.end)].join(" · "));

/** Return the button that takes back the last report of a stop that is over. */
function backButton(stop, kept, shift, acts) {
  const ids = new Set(stop.tasks.map((task) => task.task_id));
  const events = kept.events.filter((one) => keyOf(one) === keyOf(shift) && ids.has(one.task_id));
  const last = acts.lastTap(events);
  if (!last.length) return null;
  return el("button", { type: "button", "data-key": `back-${stop.number}`, click: () => acts.takeBack(last) }, t("phone.take_back"));
}

function breakNote(shift) {
  const soon = shift.breaks.find((one) => Date.parse(one.start) - SOON_MS <= now() && now() < Date.parse(one.end));
  if (!soon) return null;
  const isNow = Date.parse(soon.start) <= now();
  const told = { span: span(soon.start, soon.end) };
  return el("p.panel.good", { role: "note" }, isNow ? t("phone.break_now", told) : t("phone.break_soon", told));
}

function loadNote(shift, states) {
  const load = Object.entries(loadOf(shift, states)).map(([kind, number]) => count(`phone.load.${kind}`, number));
  if (!load.length) return null;
  const names = aboard(shift, states).flatMap((task) => task.clients);
  return el("p.panel", { role: "note" }, el("strong", {}, t("phone.aboard", { load: load.join(", ") })), names.length > 0 && el("span.sub", {}, names.join(", ")));
}

function endOfDay(shift, kept, acts) {
  const isEnded = kept.ended[keyOf(shift)] === shift.version;
  return el(
    "section.next", {}, el("h2", { tabindex: "-1", "data-key": "end-title" }, t("phone.end.title")),
    el("p", {}, t("phone.back_at", { place: shift.end_place, time: time(shift.end) })),
    isEnded ? el("p", {}, t("phone.end.waiting"))
      : [el("p", {}, t("phone.end.text")), el("button.primary", { type: "button", "data-key": "main", click: () => acts.end(shift) }, t("phone.end.button"))],
  );
}

function laterShift(shift, kept) {
  const states = statesOf(shift, kept.events);
  const title = el("span.title", {}, dayOf(shift.start), el("span.sub", {}, [shift.vehicle || shift.name, span(shift.start, shift.end)].join(" · ")));
  const stops = shift.stops.map((stop) => el("li", {}, el("span.num", {}, time(stop.arrival)), " ", phaseOf(stop, states) === "over" ? "✓ " : "", stop.place, ", ", stop.address));
  return el("details.stop.later", { "data-key": `shift-${keyOf(shift)}` }, el("summary", {}, title), el("ol", {}, stops));
}

function nothing(kept, state) {
  const phone = kept.day?.office_phone;
  return el(
    "section.next", {}, el("h2", {}, kept.day ? t("phone.nothing.title") : t("phone.nothing.loading")),
    el("p", {}, kept.day ? t("phone.nothing.text") : state.contact === "offline" ? t("phone.nothing.offline") : t("phone.starting")),
    phone && el("a.button", { href: call(phone) }, t("phone.office", { phone })),
  );
}

function clockNote(kept) {
  return kept.clock?.off ? el("p.panel.warn", { role: "note" }, t("phone.clock_off", { minutes: count("phone.minutes", Math.abs(kept.clock.off)) })) : null;
}

function outNote(kept, state) {
  const waiting = kept.events.filter((one) => one.state === "waiting");
  const foreign = waiting.filter((one) => one.user_id !== kept.user);
  if (state.contact === "foreign") {
    return el("section.next", {}, el("h2", {}, t("phone.foreign.title")), el("p", {}, t("phone.foreign.text")), el("a.button", { href: "/" }, t("phone.foreign.link")));
  }
  if (state.contact === "out" || kept.leaving) {
    return el(
      "section.next", {}, el("h2", {}, t("phone.out.title")), el("p", {}, t("phone.out.text")),
      waiting.length > 0 && el("p.panel.warn", {}, t("phone.out.waiting", { reports: count("phone.count", waiting.length) })),
      el("a.button.primary", { href: "/phone" }, t("phone.out.link")),
    );
  }
  return kept.user && foreign.length ? el("p.panel", { role: "note" }, t("phone.others", { reports: count("phone.count", foreign.length) })) : null;
}
