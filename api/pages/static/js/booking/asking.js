// From the wish to the promise: ask, choose, accept; or wait for a place.

import { ask, askOnce, newKey, sentence } from "../api.js";
import { t } from "../texts.js";
import { tell as notice } from "../notices.js";
import { busy } from "./busy.js";
import { call, on, tell } from "./call.js";
import { at, told } from "./dom.js";
import { comers, drawOffers, keyOf, mark } from "./offers.js";
import { acceptance, enquiry, otherTime } from "./request.js";
import { promised } from "./sentences.js";

let names = null;
let waiting = false;

/** Let offers be asked for, and taken. */
export function setUpAsking(known) {
  names = known;
  at("accept").addEventListener("click", accept);
  at("offers").addEventListener("keydown", arrows);
  at("answer").addEventListener("keydown", digits);
  on("began", hide);
  on("client", hide);
}

/** Ask for offers; who asks for something else in the same call is one enquiry still. */
export async function askFor(wanted) {
  const answer = (await asked(wanted)).data;
  call.enquiry = answer.enquiry;
  call.open = wanted.returns === "open" && !call.instead;
  call.sex = wanted.client.sex;
  show(answer.days.flatMap((one) => one.offers), answer.days.map((one) => one.refusal).filter(Boolean));
}

function asked(wanted) {
  const [path, body] = call.instead ? ["/bookings/renegotiation", otherTime(call.instead, wanted)] : ["/enquiries", enquiry(wanted)];
  if (!call.enquiry) return askOnce("POST", path, { body });
  const id = encodeURIComponent(call.enquiry.id);
  return ask("PUT", call.instead ? `${path}/${id}` : `${path}/${id}/wish`, { body });
}

function show(offers, refusals, focus = true) {
  call.offer = null;
  at("answer").hidden = false;
  at("done").hidden = true;
  at("series").hidden = true;
  at("promise").hidden = true;
  told(at("answer-wrong"), "");
  drawOffers(offers, refusals, names, choose);
  if (focus) (at("offers").firstElementChild ?? at("step-answer")).focus();
  at("answer").scrollIntoView({ block: "nearest" });
}

function hide() {
  for (const id of ["answer", "series", "done"]) at(id).hidden = true;
}

function choose(offer) {
  call.offer = offer;
  call.key = newKey();
  mark(offer);
  told(at("answer-wrong"), "");
  const fits = !call.open || offer.open_return?.fits;
  at("promise").hidden = !fits;
  if (!fits) return told(at("answer-wrong"), offer.open_return ? t("booking.answer.home_full") : t("booking.answer.no_open"));
  at("promise-sentence").textContent = promiseOf(offer);
  at("accept").focus();
  at("promise").scrollIntoView({ block: "nearest" });
}

/** Return the sentence of an offer. */
function promiseOf(offer) {
  const { staff } = comers(offer.legs[0], names);
  const service = call.instead ? names.service.get(call.instead[0].request.service_id) : call.service;
  return promised({
    kind: service.kind, service: service.name, day: offer.day, windows: offer.legs.map((leg) => leg.window), who: staff,
    sex: call.sex, contribution: offer.contribution_gr, open: call.open,
  });
}

async function accept() {
  const { offer } = call;
  if (!offer) return;
  const path = `/enquiries/${encodeURIComponent(call.enquiry.id)}/acceptance`;
  try {
    const { key } = call;
    const answer = await busy("answer-busy", t("booking.answer.busy"), () => ask("POST", path, { body: acceptance(offer, call.open), key }));
    if (!answer) return;
    const bookings = answer.data.items;
    at("answer").hidden = true;
    call.enquiry = null;
    tell("promised", { sentence: promiseOf(offer), bookings, offer });
  } catch (error) {
    refused(error);
  }
}

/** Somebody was quicker: what is free now stands in the same place. */
function refused(error) {
  call.key = newKey();
  if (error.kind === "taken") {
    show(error.problem.offers ?? [], []);
    return told(at("answer-wrong"), error.problem.offers?.length ? t("booking.answer.taken") : t("booking.answer.taken_none"));
  }
  told(at("answer-wrong"), sentence(error));
}

/** Put the caller on the waiting list, until the last of the days wished for. */
export async function wait() {
  if (!call.enquiry || waiting) return;
  waiting = true;
  const until = [...call.enquiry.days].sort().at(-1);
  try {
    await ask("PUT", `/enquiries/${encodeURIComponent(call.enquiry.id)}/waiting`, { body: { until } });
    call.enquiry = null;
    notice(t("booking.wait.done"));
    tell("ended");
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  } finally {
    waiting = false;
  }
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const all = [...at("offers").children];
  const here = all.indexOf(document.activeElement);
  if (!step || here < 0) return;
  event.preventDefault();
  all[(here + step + all.length) % all.length].focus();
}

function digits(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "Escape" && call.offer) return back(event);
  const offer = at("offers").children[Number(event.key) - 1];
  if (/^[1-9]$/.test(event.key) && offer) offer.click();
}

function back(event) {
  event.preventDefault();
  const chosen = [...at("offers").children].find((one) => one.dataset.key === keyOf(call.offer));
  call.offer = null;
  at("promise").hidden = true;
  for (const one of at("offers").children) one.setAttribute("aria-pressed", "false");
  chosen?.focus();
}
