// The phone's page: draws what is kept, writes down what the crew reports, and has a contact with the office when it can.

import { t } from "../texts.js";
import { tell } from "../notices.js";
import { left, now, setClock, time } from "./clock.js";
import { dayParts } from "./day.js";
import { el, replaceInside } from "./elements.js";
import { install } from "./installing.js";
import { chooseLanguage } from "./language.js";
import { lastTap } from "./progress.js";
import { reportList, sentWord } from "./reports.js";
import { end, report, seen, takeBack } from "./reporting.js";
import { contact, forgetOld, leave } from "./sending.js";
import { read, whenChanged } from "./storage.js";

const EVERY_MS = 30 * 1000;
const TWICE_MS = 700;
const STANDS_MS = 3 * 60 * 1000;
const page = Object.fromEntries(["day", "sent", "clock", "more", "reports", "send", "leave", "done"].map((id) => [id, document.getElementById(id)]));
const demo = page.day.dataset.demo === "yes";
const state = { contact: "", standsUntil: 0, pausedUntil: 0 };

async function draw() {
  const kept = await read();
  setClock(kept.clock, kept.day?.zone);
  replaceInside(page.day, ...dayParts(kept, state, { report: tapped, know, stand, end: ended, takeBack: back, lastTap }));
  page.sent.textContent = sentWord(kept, navigator.onLine ? state.contact : "offline");
  if (page.more.open) replaceInside(page.reports, ...reportList(kept));
  drawDone(kept);
  tick();
}

/** Show what was reported last, and the way back; after it was taken back nothing more is offered, lest a second tap undo more. */
function drawDone(kept) {
  const newest = kept.events.at(-1);
  const last = kept.day && newest && newest.kind !== "undone" ? lastTap(kept.events.filter((one) => one.day === newest.day)) : [];
  const key = `${newest?.id}/${last.length}`;
  if (page.done.dataset.shown === key) return;
  page.done.dataset.shown = key;
  if (!last.length) return page.done.replaceChildren(...(newest && kept.day ? [el("p", {}, t("phone.taken_back"))] : []));
  const word = t("phone.noted", { what: t(`phone.did.${last[0].nobody_answers ? "fear" : last[0].kind}`), time: time(last[0].at) });
  page.done.replaceChildren(el("p", {}, word), el("button", { type: "button", "data-key": "undo", click: () => back(last) }, t("scripts.undo")));
}

/** A glove taps twice where it meant once, and the next button is in the same place by then. */
function isTwice() {
  if (Date.now() < state.pausedUntil) return true;
  state.pausedUntil = Date.now() + TWICE_MS;
  return false;
}

async function tapped(shift, action) {
  if (isTwice() || (action.from ?? 0) > now()) return;
  await report(shift, action);
  state.standsUntil = 0;
  await drawAndSend();
}

async function back(events) {
  if (isTwice()) return;
  await takeBack(events);
  await drawAndSend();
}

async function know(shift) {
  await seen(shift);
  state.standsUntil = 0;
  await drawAndSend();
}

/** The crew stands still: for as long as one reads; what changes later is for the next halt. */
function stand() {
  state.standsUntil = Date.now() + STANDS_MS;
  draw();
}

async function ended(shift) {
  await end(shift);
  await drawAndSend();
}

async function drawAndSend() {
  await draw();
  await send();
}

async function send() {
  const found = await contact(demo);
  if (found !== "busy") state.contact = found;
  await forgetOld();
  await draw();
}

/** Tell the time, and how long is left to wait; a button whose time has come is drawn anew. */
function tick() {
  page.clock.textContent = time(now());
  for (const one of document.querySelectorAll("[data-until]")) {
    const until = Number(one.dataset.until);
    if (until <= now()) return void draw();
    one.textContent = t("phone.wait", { left: left(until), time: time(until) });
  }
}

async function signOut() {
  const kept = await read();
  const waits = kept.events.some((one) => one.state === "waiting");
  if (waits && page.leave.dataset.asked !== "yes") {
    page.leave.dataset.asked = "yes";
    page.leave.textContent = t("phone.leave_anyway");
    return;
  }
  await leave();
  page.more.close();
  await drawAndSend();
}

page.leave.dataset.word = page.leave.textContent;
page.sent.addEventListener("click", async () => {
  replaceInside(page.reports, ...reportList(await read()));
  page.leave.dataset.asked = "no";
  page.leave.textContent = page.leave.dataset.word;
  page.more.showModal();
});
page.send.addEventListener("click", send);
page.leave.addEventListener("click", signOut);
chooseLanguage(document.getElementById("language"), () => tell(t("scripts.offline"), { kind: "wrong" }));
whenChanged(draw);
addEventListener("online", send);
addEventListener("offline", draw);
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(tick, 1000);
setInterval(() => document.hidden || send(), EVERY_MS);
await draw();
install();
await send();
