// What is booked for whoever is on the line: another time, or an end, with the consequences said first.

import { ask, sentence } from "../api.js";
import { dateOf, now, span } from "../clocks.js";
import { shown } from "../dialogs.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { call, tell } from "./call.js";
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
  const where = request.kind === "ride" ? await place(request.destination.place_id) : null;
  const service = names.service.get(request.service_id)?.name ?? request.service_id;
  const what = where ? t("booking.coming.ride", { service, place: where.name }) : service;
  const name = `${shortDay(booking.day)} ${hours(booking)}, ${what}`;
  const buttons = [make("button", { type: "button", className: "quiet", "aria-label": t("booking.coming.cancel_named", { what: name }) }, t("booking.coming.cancel"))];
  buttons[0].addEventListener("click", () => cancel(booking, name));
  if (!request.group && !booking.open_return) {
    buttons.unshift(make("button", { type: "button", className: "quiet", "aria-label": t("booking.coming.other_named", { what: name }) }, t("booking.coming.other")));
    buttons[0].addEventListener("click", () => tell("other-time", booking));
  }
  return make("li", {}, make("strong", {}, `${shortDay(booking.day)} ${hours(booking)}`), make("span", {}, what), make("span", { className: "buttons" }, ...buttons));
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

