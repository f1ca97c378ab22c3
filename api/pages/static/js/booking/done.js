// The promise is made: said once more, and a card in large print.

import { span } from "../clocks.js";
import { t } from "../texts.js";
import { call, on } from "./call.js";
import { at, make } from "./dom.js";
import { dayName } from "./sentences.js";

/** Show what was promised. */
export function setUpDone(names) {
  on("promised", (promise) => show(promise, names));
  at("print-card").addEventListener("click", () => window.print());
}

function show({ sentence, bookings, more = [] }, names) {
  at("done").hidden = false;
  at("wish-form").hidden = true;
  at("done-sentence").textContent = sentence;
  at("done-more").replaceChildren(...more);
  at("paper").replaceChildren(...card(bookings, names));
  at("print-card").hidden = bookings.length === 0;
  at("step-done").focus();
}

/** Return the card; nothing of health is on it. The short code and the QR picture have their place in `.code`. */
function card(bookings, names) {
  const lines = bookings.map((one) => {
    const window = one.promise?.pickup ?? one.promise?.window;
    const service = names.service.get(one.request.service_id)?.name ?? "";
    const hours = window ? span(window.start, window.end) : t("booking.coming.open");
    return make("li", {}, make("strong", {}, dayName(one.day)), make("strong", { className: "hours" }, hours), make("span", {}, service));
  });
  return [
    make("h2", {}, t("booking.card.title")), make("p", { className: "name-on-card" }, call.client.name), make("ul", {}, ...lines),
    make("p", {}, t("booking.card.ask")), make("div", { className: "code", id: "card-code" }),
  ];
}
