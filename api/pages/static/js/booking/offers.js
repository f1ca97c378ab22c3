// Offers as large buttons: when, who comes, what it costs the day, what it does to others; or why there are none.

import { said } from "../api.js";
import { t } from "../texts.js";
import { at, make, told } from "./dom.js";
import { dayName, effects, offerName, zloty } from "./sentences.js";

/**
 * Draw offers.
 *
 * @param {object[]} offers
 * @param {object[]} refusals - of the days that have none
 * @param {object} names - `staff` and `vehicles` by id
 * @param {function} pick - called with the offer that somebody chooses
 */
export function drawOffers(offers, refusals, names, pick) {
  const days = new Set(offers.map((one) => one.day));
  at("offers").replaceChildren(...offers.map((offer, k) => button(offer, k + 1, names, days.size > 1, pick)));
  at("refusals").replaceChildren(...refusals.map(reason));
  at("answer-keys").hidden = offers.length === 0;
  told(at("answer-said"), offers.length ? "" : t("booking.answer.none"));
}

/** Mark the chosen offer. */
export function mark(offer) {
  for (const one of at("offers").children) one.setAttribute("aria-pressed", String(one.dataset.key === keyOf(offer)));
}

/** Return what tells an offer from the others. */
export const keyOf = (offer) => offer.legs.map((leg) => `${leg.request_id} ${leg.window.start}`).join();

/** Return the names of who comes, and in what. */
export function comers(leg, names) {
  const staff = leg.staff_ids.map((id) => names.staff.get(id)?.name ?? id);
  const vehicle = leg.vehicle_id ? names.vehicles.get(leg.vehicle_id)?.name ?? leg.vehicle_id : "";
  return { staff: staff.join(", "), vehicle };
}

function button(offer, number, names, withDay, pick) {
  const { staff, vehicle } = comers(offer.legs[0], names);
  const does = effects(offer);
  const made = make("button", { type: "button", className: "offer", "aria-pressed": "false" },
    make("kbd", {}, String(number)),
    make("span", { className: "when" }, offerName(offer)),
    make("span", { className: "who" }, [staff, vehicle].filter(Boolean).join(" · ")),
    make("span", { className: "facts" },
      make("span", { className: "chip" }, t("booking.offer.cost", { amount: zloty(offer.cost_gr) })),
      ...(does.length ? does.map((one) => make("span", { className: "chip warn" }, one)) : [make("span", { className: "chip good" }, t("booking.offer.nobody"))]),
      ...(offer.contribution_gr ? [make("span", { className: "chip" }, t("booking.offer.pays", { amount: zloty(offer.contribution_gr) }))] : [])));
  made.dataset.key = keyOf(offer);
  made.addEventListener("click", () => pick(offer));
  return made;
}

function reason(refusal) {
  return make("div", { className: "reason" },
    refusal.day ? make("h3", {}, dayName(refusal.day)) : "",
    make("p", {}, said(refusal.summary)),
    said(refusal.change) ? make("p", { className: "change" }, make("strong", {}, t("booking.answer.change")), ` ${said(refusal.change)}`) : "");
}
