// The phone's contacts with the office: it sends what waits, says what was seen, and fetches what is new.

import { Refused, ask } from "../api.js";
import { between, clockAfter, now, setClock } from "./clock.js";
import { keptShifts, oldEvents } from "./keeping.js";
import { change, read } from "./storage.js";

const MOST = 100;
const LONGEST_MS = 20 * 1000;
const SENT = ["id", "day", "shift_id", "task_id", "kind", "sequence", "at"];

/**
 * Make one contact, unless another tab is making one.
 *
 * @returns {Promise<"done"|"offline"|"out"|"foreign"|"busy">} out: nobody is signed in; foreign: somebody who has no day
 */
export function contact(demo) {
  if (!navigator.onLine) return Promise.resolve("offline");
  return navigator.locks.request("dojazd-phone", { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    try {
      return await made(demo);
    } catch (error) {
      return afterRefusal(error);
    }
  });
}

/** Sign out: what is kept goes at once, the session at the next contact. */
export async function leave() {
  const { user } = await read();
  await wipe({ leaving: user });
}

async function made(demo) {
  const kept = await read();
  if (kept.leaving && (await isOut(kept.leaving))) return "out";
  if (kept.user) await send(kept.user);
  await acknowledge();
  await fetchDay(demo);
  const after = await read();
  if (waitingOf(after).length && after.user !== kept.user) await send(after.user);
  return "done";
}

/** End the session of whoever has signed out where there was no signal; whoever is signed in since then stays. */
async function isOut(leaving) {
  const { data } = await contacted("GET", "/session").catch(unless(401));
  const isOther = data && data.user_id !== leaving;
  if (data && !isOther) await contacted("DELETE", "/session").catch(unless(401));
  await change(() => ({ leaving: null }));
  return !isOther;
}

/** Ask the office; where the signal is too weak, there is none. */
const contacted = (method, path, more = {}) => ask(method, path, { ...more, signal: AbortSignal.timeout(LONGEST_MS) });

/** Take an error of this status for an answer without data. */
const unless = (status) => (error) => {
  if (error.status !== status) throw error;
  return { data: null };
};

/** Send what waits, the oldest first, in the name of whoever has reported it. */
async function send(user) {
  const tried = new Set();
  for (;;) {
    const kept = await read();
    const batch = waitingOf(kept).filter((one) => one.user_id === user && !tried.has(one.id)).slice(0, MOST);
    if (!batch.length) return;
    const body = { device_id: kept.device.id, user_id: user, sent_at: new Date(now()).toISOString(), events: batch.map(wire) };
    const { data } = await contacted("POST", "/events", { body });
    batch.forEach((one) => tried.add(one.id));
    await change(({ clock }) => ({
      events: batch.map((one, index) => answered(one, data.items[index])),
      clock: data.clock_off && clock ? { ...clock, off: Math.round(data.skew_s / 60) } : clock,
    }));
  }
}

function wire(event) {
  const told = Object.fromEntries(SENT.map((name) => [name, event[name]]));
  if (event.undoes) told.undoes = event.undoes;
  if (event.nobody_answers) told.nobody_answers = true;
  return told;
}

function answered(event, answer) {
  if (answer.outcome !== "refused") {
    return { ...event, state: "sent", said: null, earliest: answer.too_early ? answer.earliest : null };
  }
  return { ...event, state: answer.again ? "waiting" : "refused", said: answer.said };
}

/** Say which routes were seen; one that is not there any more needs no answer. */
async function acknowledge() {
  for (const one of (await read()).acknowledgements) {
    const path = `/own-day/${one.day}/${encodeURIComponent(one.shift_id)}/seen`;
    await contacted("PUT", path, { body: { version: one.version } }).catch(unless(404));
    const isOther = (other) => other.day !== one.day || other.shift_id !== one.shift_id || other.version !== one.version;
    await change((kept) => ({ acknowledgements: kept.acknowledgements.filter(isOther) }));
  }
}

async function fetchDay(demo) {
  const before = await read();
  const sent = new Set(before.events.filter((one) => one.state === "sent").map((one) => one.id));
  const begun = Date.now();
  const { data, version, headers } = await contacted("GET", "/own-day", { known: before.day?.version });
  const at = between(begun, Date.now(), LONGEST_MS);
  await change((kept) => {
    const waiting = waitingOf(kept).some((one) => one.user_id === kept.user);
    const clock = clockAfter(kept.clock, Date.parse(headers.get("Dojazd-Now")), { at, waiting, demo });
    setClock(clock, (data ?? kept.day)?.zone);
    const reflected = kept.events.filter((one) => sent.has(one.id) && !one.reflected).map((one) => ({ ...one, reflected: true }));
    return data ? { ...withDay(kept, data, version), clock, events: reflected } : { clock, events: reflected };
  });
  await forgetOld();
}

/** Return the facts after a route has come; of another worker nothing stays but the reports that they have to send. */
function withDay(kept, data, version) {
  const mine = kept.user === data.user_id;
  const others = mine ? {} : { seen: {}, ended: {}, acknowledgements: [] };
  return { ...others, user: data.user_id, day: { ...data, version } };
}

/** Forget shifts that are over, and reports that nobody needs. */
export async function forgetOld() {
  await change((kept) => {
    const shifts = kept.day ? keptShifts(kept.day.items, kept.events, kept.ended, now()) : [];
    const forget = oldEvents(kept.events, kept.day ? shifts : [], now()).map((one) => one.id);
    const isSame = shifts.length === (kept.day?.items.length ?? 0);
    return isSame ? { forget } : { forget, day: { ...kept.day, items: shifts } };
  });
}

/** Wipe everything that tells of people; reports that the office does not have stay, and say no name. */
export async function wipe(more = {}) {
  await change(({ events }) => ({
    day: null, seen: {}, ended: {}, acknowledgements: [], ...more,
    forget: events.filter((one) => one.state === "sent").map((one) => one.id),
  }));
}

async function afterRefusal(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 401) return wipe().then(() => "out");
  if (error.status === 403 || error.status === 404) return wipe().then(() => "foreign");
  if (error.status === 409) return change(() => ({ user: null })).then(() => "offline"); // somebody else is signed in
  return "offline";
}

const waitingOf = (kept) => kept.events.filter((one) => one.state === "waiting");
