// What is new in the route, shown until the crew says that it knows it: at standstill.

import { count, t } from "../texts.js";
import { time } from "./clock.js";
import { differences } from "./differences.js";
import { el } from "./elements.js";
import { placeOf, titleOf } from "./stops.js";

/**
 * Return the panel of a route that nobody has seen as it is; null: it was.
 *
 * @param {object} shift
 * @param {object|null} before - the shift as it was seen
 * @param {{moving: boolean, know: function, stand: function}} how - `moving`: on the way, when nobody should read
 */
export function changedPanel(shift, before, { moving, know, stand }) {
  if (shift.seen) return null;
  const head = el("h2", { id: "changed-title" }, before ? t("phone.changed.title") : t("phone.changed.new_title"));
  if (moving) {
    const stopped = el("button", { type: "button", "data-key": "stand", click: stand }, t("phone.changed.stand"));
    return el("section.panel.warn", { "aria-labelledby": "changed-title" }, head, el("p", {}, t("phone.changed.moving")), stopped);
  }
  const lines = differences(before, shift).map((one) => el("li", {}, line(one, shift)));
  return el(
    "section.panel.warn", { "aria-labelledby": "changed-title" }, head,
    el("ul", {}, lines.length ? lines : el("li", {}, t("phone.changed.small"))),
    el("button.primary", { type: "button", "data-key": "know", click: know }, t("phone.changed.know")),
  );
}

function line(one, shift) {
  if (one.kind === "new") {
    return t("phone.changed.new", { stops: count("phone.stops", shift.stops.length), start: time(shift.start), end: time(shift.end) });
  }
  if (one.kind === "order") return t("phone.changed.order");
  const who = one.task.clients.join(", ") || titleOf(one.stop);
  const told = { who, place: placeOf(one.stop), time: time(one.task.start), from: one.from ? time(one.from) : "" };
  return t(`phone.changed.${one.kind}`, told);
}
