// The client's card: on paper in large print, or as a link to send. Nothing of health is on it.

import { ask, sentence } from "../api.js";
import { span } from "../clocks.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { call, on } from "./call.js";
import { at, make, told } from "./dom.js";
import { comers } from "./offers.js";
import { dayName, shortDay } from "./sentences.js";

let names = null;
let promise = null;

/** Let cards be printed and sent. */
export function setUpCard(known) {
  names = known;
  on("promised", begin);
  at("print-card").addEventListener("click", print);
  at("send-card").addEventListener("click", send);
  at("copy-link").addEventListener("click", copy);
}

function begin({ bookings, offer = null, series = false }) {
  promise = { bookings, offer, series, link: null };
  at("card-link").hidden = true;
  at("print-card").hidden = bookings.length === 0;
  at("send-card").hidden = series || bookings.length === 0;
}

/** Return the link to the card, made once; of a series there is none, as each of its days has a card of its own. */
async function link() {
  if (promise.series) return null;
  const path = `/bookings/${encodeURIComponent(promise.bookings[0].id)}/card-links`;
  promise.link ??= (await ask("POST", path)).data;
  return promise.link;
}

async function print() {
  try {
    const made = await link();
    at("paper").replaceChildren(...paper(made));
    await at("paper").querySelector("img")?.decode();
    window.print();
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}

async function send() {
  try {
    const { address } = await link();
    const text = t("booking.card.message", { when: lines().join("; "), address });
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

const lines = () => promise.bookings.map((one) => `${shortDay(one.day)} ${when(one)}`);

function when(booking) {
  const window = booking.promise?.pickup ?? booking.promise?.window;
  return window && !booking.open_return ? span(window.start, window.end) : t("booking.card.on_call");
}

function paper(made) {
  const items = promise.bookings.map((one, k) => {
    const back = one.open_return || (one.request.leg > 1 && k === promise.bookings.length - 1);
    const what = t(`booking.card.what.${back ? "back" : one.request.kind}`);
    return make("li", {}, make("strong", {}, `${dayName(one.day)}: ${what}`), make("span", { className: "hours" }, when(one)));
  });
  const who = promise.offer && comers(promise.offer.legs[0], names).staff;
  const code = made && [make("img", { src: made.picture, alt: "" }), make("p", {}, t("booking.card.code"), make("strong", { className: "letters" }, made.code))];
  return [
    make("h2", {}, t("booking.card.title")), make("p", { className: "name-on-card" }, call.client.name), make("ul", {}, ...items),
    who ? make("p", {}, t("booking.card.who", { who })) : "",
    make("p", {}, t("booking.card.ask", { phone: at("desk").dataset.phone })),
    code ? make("div", { className: "code" }, ...code) : "",
  ].filter(Boolean);
}
