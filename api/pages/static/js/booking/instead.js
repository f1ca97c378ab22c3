// Another time for what is booked: which booking it is stands above the wish until it is left or done.

import { t } from "../texts.js";
import { call, on, tell } from "./call.js";
import { at, told } from "./dom.js";
import { readFields } from "./wish.js";

/** Let bookings get another time. */
export function setUpInstead() {
  on("other-time", ({ bookings, name }) => take(bookings, name));
  for (const what of ["began", "client"]) on(what, leave);
  at("leave-instead").addEventListener("click", () => (leave(), tell("instead")));
}

function take(bookings, name) {
  call.instead = bookings;
  at("wish-form").hidden = false;
  for (const id of ["answer", "series", "done"]) at(id).hidden = true;
  told(at("instead-what"), t("booking.instead.what", { what: name }));
  at("instead").hidden = false;
  at("what").hidden = true;
  at("more").hidden = true;
  at("instead-return").hidden = bookings.length < 2;
  at("instead-back").value = "";
  tell("instead");
}

function leave() {
  call.instead = null;
  at("instead").hidden = true;
  at("what").hidden = false;
  at("more").hidden = false;
}

/** Return what the words of the wish are about: of a ride that has to be there in time, "na 10" is when to be there. */
export const kindOf = () => (call.instead ? (call.instead[0].request.arrive_by ? "ride" : "visit") : call.service?.kind ?? null);

/** Return a reading whose hours bound what those of the booking do: the arrival, or the way out. */
export async function ridden(reading) {
  const asked = call.instead?.[0].request.arrive_by ?? reading.wish.arrive_by;
  if (asked === reading.wish.arrive_by || reading.wish.weekly) return reading;
  return { ...(await readFields({ ...reading.wish, arrive_by: asked })), assumed: reading.assumed, unread: reading.unread };
}

/** Return the words about the way back of the booking, and their field; null: it has none. */
export function backOf() {
  if (!call.instead || call.instead.length < 2) return null;
  return { field: "instead-back", words: at("instead-back").value.trim() };
}
