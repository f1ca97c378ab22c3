// The booking page: the call from who to when, and the keys of the desk.

import "../frame.js";
import { Refused, sentence } from "../api.js";
import { listen } from "../changes.js";
import { shown } from "../dialogs.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { setUpAbout } from "./about.js";
import { askFor, end, setUpAsking, wait } from "./asking.js";
import { begin, call, on } from "./call.js";
import { setUp, take } from "./client.js";
import { setUpDone } from "./done.js";
import { at, told } from "./dom.js";
import { catalogue } from "./names.js";
import { setUpNew } from "./new_client.js";
import { missing } from "./request.js";
import { keepSeries, setUpSeries } from "./series.js";
import { gathered, setUpServices } from "./services.js";
import { backAt, fields, readFields, readWords, repeats, showReading } from "./wish.js";

let typed = 0;

async function start() {
  const names = await catalogue();
  setUp();
  setUpNew();
  setUpServices(names);
  setUpAbout(names);
  setUpAsking(names);
  setUpSeries(names);
  setUpDone(names);
  wishes();
  keys();
  begin();
  const known = at("desk").dataset.client;
  if (known) await take(known);
  listen();
}

function wishes() {
  on("began", () => (at("wish-form").hidden = true, clearWish()));
  on("client", () => (at("wish-form").hidden = false, clearWish(), at("words").focus()));
  on("known", () => at("wish-form").contains(document.activeElement) || at("words").focus());
  on("ended", begin);
  on("other-time", (booking) => otherTime(booking));
  on("service", () => at("words").value.trim() && read());
  at("words").addEventListener("input", () => (clearTimeout(typed), (typed = setTimeout(read, 250))));
  at("return-words").addEventListener("change", sayReturn);
  at("wish-fields").addEventListener("change", corrected);
  at("wish-form").addEventListener("submit", (event) => (event.preventDefault(), submit()));
  at("give-up").addEventListener("click", giveUp);
  at("decline").addEventListener("click", giveUp);
  at("wait").addEventListener("click", wait);
  at("next-call").addEventListener("click", begin);
  at("same-client").addEventListener("click", () => take(call.client.id));
}

function clearWish() {
  at("words").value = "";
  call.reading = null;
  call.instead = null;
  at("understood").hidden = true;
  at("fields").open = false;
  told(at("wish-wrong"), "");
}

async function read() {
  clearTimeout(typed);
  const words = at("words").value.trim();
  if (!words) return;
  await trying(async () => {
    const reading = await readWords(words, call.service?.kind ?? null);
    if (at("words").value.trim() !== words) return;
    call.words = words;
    call.reading = reading;
    showReading(reading);
  });
}

async function corrected(event) {
  if (event.target.name === "repeats") repeats();
  if (!call.reading) return;
  await trying(async () => {
    call.reading = { ...(await readFields(fields(call.reading.wish))), assumed: [], unread: [] };
    showReading(call.reading);
  });
}

async function sayReturn() {
  const words = at("return-words").value.trim();
  if (words) await trying(async () => told(at("return-said"), (await readWords(words, "visit")).unread.length ? t("booking.ride.return_unread") : ""));
}

/** Ask for offers, or keep what comes again as a series. */
async function submit() {
  const words = at("words").value.trim();
  if (!call.reading || call.words !== words) await read();
  if (!call.reading) return told(at("wish-wrong"), t("booking.wrong.words")), at("words").focus();
  const wanted = gathered();
  const gap = missing(wanted);
  if (gap && !call.instead) return told(at("wish-wrong"), t(`booking.wrong.${gap.key}`)), at(gap.field).focus();
  await trying(async () => {
    at("ask").disabled = true;
    told(at("wish-wrong"), "");
    const hours = at("return-words").value.trim();
    wanted.back = wanted.returns === "fixed" && !call.instead ? await backAt(hours, wanted.reading) : null;
    await (wanted.reading.series && !call.instead ? keepSeries(wanted) : askFor(wanted));
  });
  at("ask").disabled = false;
}

async function trying(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    told(at("wish-wrong"), sentence(error));
  }
}

async function giveUp() {
  if (!call.client) return;
  const reason = await shown(at("ending"));
  if (reason) await end(reason);
}

function otherTime(booking) {
  clearWish();
  call.instead = booking;
  notice(t("booking.coming.other_now"));
  at("words").focus();
}

/** The keys of the desk; in a dialog they mean nothing. */
function keys() {
  const acts = { F2: begin, F4: () => call.client && at("words").focus(), F8: giveUp, F9: () => !at("answer").hidden && wait() };
  document.addEventListener("keydown", (event) => {
    if (!acts[event.key] || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    acts[event.key]();
  });
  at("ending").addEventListener("keydown", (event) => {
    const button = at("reasons").children[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key)) button?.click();
  });
}

start().catch((error) => notice(sentence(error), { kind: "wrong" }));

