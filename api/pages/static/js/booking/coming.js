// What is booked for whoever is on the line: another time, or an end, with the consequences said first.

import { ask, sentence } from "../api.js";
import { dateOf, now, span } from "../clocks.js";
import { shown } from "../dialogs.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { call, tell } from "./call.js";
import { cardPage } from "./card.js";
import { at, chosen, choose, make } from "./dom.js";
import { place } from "./names.js";
import { dayName, shortDay } from "./sentences.js";

/** List the coming bookings of whoever is on the line. */
export async function drawComing(names) {
  const today = dateOf(now());
  const coming = call.bookings.filter((one) => one.status === "held" && one.day >= today);
  coming.sort((a, b) => key(a).localeCompare(key(b)));
  const lines = await Promise.all(coming.map((one) => line(one, names)));
  at("coming").replaceChildren(...(lines.length ? lines : [make("li", { className: "help" }, t("booking.about.nothing"))]));
}

const key = (booking) => `${booking.day} ${booking.promise?.window.start ?? booking.published?.start ?? ""}`;

async function line(booking, names) {
  const { request } = booking;
  const service = names.service.get(request.service_id)?.name ?? request.service_id;
  const what = request.kind === "ride" ? await ride(request, service) : service;
  const name = `${shortDay(booking.day)} ${hours(booking)}, ${what}`;
  const over = isOver(booking);
  const buttons = [button("cancel", name, () => cancel(booking, name))];
  const together = over ? [] : movedTogether(booking);
  if (together.length) buttons.unshift(button("other", name, () => tell("other-time", { bookings: together, name })));
  if (!over) buttons.push(make("a", { className: "button quiet", href: cardPage(booking), target: "_blank", "aria-label": t("booking.coming.card_named", { what: name }) }, t("booking.coming.card")));
  return make("li", {}, make("strong", {}, `${shortDay(booking.day)} ${hours(booking)}`), make("span", {}, what),
    over ? make("span", { className: "help" }, t("booking.coming.over")) : "", make("span", { className: "buttons" }, ...buttons));
}

async function ride({ destination }, service) {
  if (destination.place_id === call.client.home) return t("booking.coming.home", { service });
  const where = await place(destination.place_id);
  return where ? t("booking.coming.ride", { service, place: where.name }) : service;
}

function button(what, name, act) {
  const made = make("button", { type: "button", className: "quiet", "aria-label": t(`booking.coming.${what}_named`, { what: name }) }, t(`booking.coming.${what}`));
  made.addEventListener("click", act);
  return made;
}

function isOver(booking) {
  const window = booking.promise?.pickup ?? booking.promise?.window ?? booking.request.windows.at(-1);
  return !booking.open_return && new Date(window.end) < now();
}

/** Return what gets another time together, its legs in their order; empty: another leg is asked, or the board. */
function movedTogether(booking) {
  const { group, journey, leg } = booking.request;
  if (booking.open_return) return [];
  if (!group) return [booking];
  const legs = call.bookings.filter((one) => one.status === "held" && one.request.group === group && !one.open_return);
  legs.sort((a, b) => a.request.leg - b.request.leg);
  return journey && leg === 1 && legs.length === 2 ? legs : [];
}

/** Return the hours of a booking as they were told, or as they are planned. */
export function hours(booking) {
  if (booking.open_return && !booking.called_at) return t("booking.coming.open");
  const window = booking.promise?.pickup ?? booking.promise?.window ?? booking.request.windows[0];
  return window ? span(window.start, window.end) : "";
}

async function cancel(booking, name) {
  try {
    const told = (await ask("POST", "/bookings/cancellation/consequences", { body: { ids: [booking.id] } })).data;
    at("cancelling-what").textContent = t("booking.cancel.what", { who: call.client.name, what: name });
    at("cancelling-told").replaceChildren(...followsFrom(told).map((one) => make("li", {}, one)));
    at("cancelling-reason").value = "";
    at("cancelling-rest").hidden = told.hanging.length === 0;
    choose("rest", "with");
    if (!(await shown(at("cancelling")))) return;
    const alone = told.hanging.length > 0 && chosen("rest") === "alone";
    const rest = alone ? [] : told.hanging.map((one) => one.id);
    const body = { ids: [booking.id, ...rest], reason: at("cancelling-reason").value.trim(), alone };
    await ask("POST", "/bookings/cancellation", { body });
    notice(t("booking.cancel.done", { what: name }));
    tell("cancelled");
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}

/** Return what follows from an end, in sentences. */
function followsFrom(told) {
  const [one] = told.items;
  const lines = [one.status === "cancelled_late" ? t("booking.cancel.late") : t("booking.cancel.in_time")];
  if (one.takes) lines.push(one.gives_back ? t("booking.cancel.back") : t("booking.cancel.not_back"));
  if (told.hanging.length) {
    const legs = told.hanging.map((leg) => `${dayName(leg.day)} ${hours(leg)}`).join("; ");
    lines.push(t("booking.cancel.hanging", { legs }));
  }
  return lines;
}

