// The form of the wish: read while one types, corrected by fields, and asked for.

import { Refused, sentence } from "../api.js";
import { t } from "../texts.js";
import { askFor } from "./asking.js";
import { busy } from "./busy.js";
import { call, on } from "./call.js";
import { at, told } from "./dom.js";
import { backOf, kindOf, ridden } from "./instead.js";
import { missing } from "./request.js";
import { proposeSeries } from "./series.js";
import { gathered } from "./services.js";
import { backAt, fields, readFields, readWords, repeats, showReading } from "./wish.js";

const PAUSE_MS = 250;
let typed = 0;
let turn = 0;
let latest = 0; // whose reading is shown: what was asked for before it and comes after it is old

/** Let wishes be read and asked for. */
export function setUpWishing() {
  on("began", () => ((at("wish-form").hidden = true), clear()));
  on("client", () => ((at("wish-form").hidden = false), clear(), at("words").focus()));
  on("known", () => at("wish-form").contains(document.activeElement) || at("words").focus());
  on("promised", () => (at("wish-form").hidden = true));
  on("service", () => at("words").value.trim() && read());
  on("instead", () => (clear(), at("words").focus()));
  at("words").addEventListener("input", () => (clearTimeout(typed), (typed = setTimeout(read, PAUSE_MS))));
  for (const id of ["return-words", "instead-back"]) at(id).addEventListener("change", () => sayReturn(id));
  at("fields").addEventListener("toggle", () => at("fields").open && !call.reading && begun());
  at("wish-fields").addEventListener("change", corrected);
  at("wish-form").addEventListener("submit", (event) => (event.preventDefault(), submit()));
}

function clear() {
  clearTimeout(typed);
  latest = turn += 1; // what is still being read is of the call, or the wish, before
  at("words").value = "";
  call.reading = null;
  call.words = "";
  at("understood").hidden = true;
  at("fields").open = false;
  for (const id of ["wish-wrong", "return-said", "instead-said"]) told(at(id), "");
}

async function read() {
  clearTimeout(typed);
  const words = at("words").value.trim();
  if (!words) return;
  const mine = (turn += 1);
  await trying(async () => {
    const reading = await ridden(await readWords(words, kindOf()));
    if (mine < latest || at("words").value.trim() !== words) return;
    latest = mine;
    call.words = words;
    call.reading = reading;
    told(at("wish-wrong"), "");
    showReading(reading);
  });
}

/** Whoever opens the fields before a word was said begins with tomorrow. */
async function begun() {
  const mine = (turn += 1);
  await trying(async () => {
    const reading = await ridden(await readWords(t("booking.fields.begin"), kindOf()));
    if (mine < latest) return;
    latest = mine;
    call.reading = { ...reading, assumed: [], unread: [] };
    showReading(call.reading);
  });
}

async function corrected(event) {
  if (event.target.name === "repeats") repeats();
  if (!call.reading) return;
  const mine = (turn += 1);
  await trying(async () => {
    const reading = await readFields(fields(call.reading.wish));
    if (mine !== turn) return; // another field was changed meanwhile
    latest = mine;
    call.reading = { ...reading, assumed: [], unread: [] };
    told(at("wish-wrong"), "");
    showReading(call.reading);
  });
}

async function sayReturn(id) {
  const words = at(id).value.trim();
  const place = at(id === "return-words" ? "return-said" : "instead-said");
  if (!words) return told(place, "");
  await trying(async () => told(place, (await readWords(words, "visit")).unread.length ? t("booking.ride.return_unread") : ""));
}

/** Ask for offers, or say what a series would be. */
async function submit() {
  const words = at("words").value.trim();
  if (words && (!call.reading || call.words !== words)) await read();
  if (!call.reading) return wrong(t("booking.wrong.words"), "words");
  const wanted = gathered();
  const gap = call.instead ? null : missing(wanted);
  if (gap) return wrong(t(`booking.wrong.${gap.key}`), gap.field);
  if (call.instead && wanted.reading.series) return wrong(t("booking.wrong.once"), "words");
  const back = backOf() ?? (wanted.returns === "fixed" && !call.instead ? { field: "return-words", words: at("return-words").value.trim() } : null);
  if (back && !back.words) return wrong(t("booking.wrong.return"), back.field);
  told(at("wish-wrong"), "");
  await trying(() => busy("wish-busy", t("booking.wish.busy"), async () => {
    wanted.back = back ? await backAt(back.words, wanted.reading) : null;
    await (wanted.reading.series ? proposeSeries(wanted) : askFor(wanted));
  }));
}

function wrong(text, field) {
  told(at("wish-wrong"), text);
  (at(field).matches("input") ? at(field) : at(field).querySelector("input"))?.focus();
}

async function trying(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    told(at("wish-wrong"), sentence(error));
  }
}
