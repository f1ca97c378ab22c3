// The client's card: its page to print, or a link to send. Nothing of health is on it.

import { ask, sentence } from "../api.js";
import { span } from "../clocks.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { call, on } from "./call.js";
import { at, told } from "./dom.js";
import { shortDay } from "./sentences.js";

let bookings = [];
let link = null;

/** Return where a booking's card is printed. */
export const cardPage = (booking) => `/bookings/${encodeURIComponent(booking.id)}/card`;

/** Let cards be printed and sent. */
export function setUpCard() {
  on("promised", begin);
  at("send-card").addEventListener("click", send);
  at("copy-link").addEventListener("click", copy);
}

/** Of a series each day has a card of its own, beside the booking. */
function begin({ bookings: made, series = false }) {
  bookings = made;
  link = null;
  at("card-link").hidden = true;
  for (const id of ["print-card", "send-card"]) at(id).hidden = series || bookings.length === 0;
  if (bookings.length) at("print-card").href = cardPage(bookings[0]);
}

async function send() {
  try {
    link ??= (await ask("POST", `/bookings/${encodeURIComponent(bookings[0].id)}/card-links`)).data;
    const { address } = link;
    const text = t("booking.card.message", { when: bookings.map((one) => `${shortDay(one.day)} ${when(one)}`).join("; "), address });
    at("link").value = address;
    at("send-sms").href = `sms:${(call.client.phone ?? "").replaceAll(/[^\d+]/g, "")}?body=${encodeURIComponent(text)}`;
    at("send-mail").href = `mailto:?subject=${encodeURIComponent(t("booking.card.title"))}&body=${encodeURIComponent(text)}`;
    told(at("link-said"), "");
    at("card-link").hidden = false;
    at("link").focus();
    at("link").select();
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}

async function copy() {
  at("link").select();
  const copied = await navigator.clipboard.writeText(at("link").value).then(() => true, () => false);
  told(at("link-said"), copied ? t("booking.card.copied") : t("booking.card.by_hand"));
}

function when(booking) {
  const window = booking.promise?.pickup ?? booking.promise?.window;
  return window && !booking.open_return ? span(window.start, window.end) : t("booking.card.on_call");
}
