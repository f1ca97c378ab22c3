// What was brought in.

import { day } from "../clocks.js";
import { el } from "../elements.js";
import { count, t } from "../texts.js";
import { at } from "./dom.js";

/** Say what was brought in, and where it is to be found. */
export function showDone(done, kind) {
  const lines = [
    t("import.done.added", { rows: count("import.rows", done.added) }),
    done.changed > 0 && t("import.done.changed", { rows: count("import.rows", done.changed) }),
    done.same > 0 && t("import.done.same", { rows: count("import.rows", done.same) }),
    done.bad > 0 && t("import.done.bad", { rows: count("import.rows", done.bad) }),
    done.unplaced > 0 && t("import.done.unplaced", { addresses: count("import.addresses", done.unplaced) }),
    done.without_place.length > 0 && t("import.done.without_place", { bookings: count("import.bookings", done.without_place.length) }),
  ];
  at("done-said").replaceChildren(...lines.filter(Boolean).map((one) => el("li", {}, one)));
  const days = done.days.slice(0, 14).map((one) => el("a", { class: "button", href: `/board/${one}` }, day(`${one}T12:00:00Z`)));
  const where = kind === "clients" ? [el("a", { class: "button", href: "/booking" }, t("import.done.to_booking"))] : days;
  at("done-where").replaceChildren(...where);
}
