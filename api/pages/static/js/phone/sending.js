// The phone's contacts with the office: it sends what waits, says what was seen, and fetches what is new.

import { Refused, ask } from "../api.js";
import { clockAfter, now, setClock } from "./clock.js";
import { keptShifts, oldEvents } from "./keeping.js";
import { change, read } from "./storage.js";

const MOST = 100;
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

/** Sign out: at once if there is a signal, else at the next contact; what is kept goes at once. */
export async function leave() {
  await wipe({ leaving: true });
}

async function made(demo) {
  const kept = await read();
  if (kept.leaving) return signOut();
  if (kept.user) await send(kept.user);
  await acknowledge();
  await fetchDay(demo);
  const after = await read();
  if (waitingOf(after).length && after.user !== kept.user) await send(after.user);
  return "done";
}

async function signOut() {
  await ask("DELETE", "/session").catch((error) => {
    if (error.status !== 401) throw error;
  });
  await change(() => ({ leaving: false }));
  return "out";
}

/** Send what waits, the oldest first, in the name of whoever has reported it. */
async function send(user) {
  const tried = new Set();
  for (;;) {
    const kept = await read();
    const batch = waitingOf(kept).filter((one) => one.user_id === user && !tried.has(one.id)).slice(0, MOST);
    if (!batch.length) return;
    const body = { device_id: kept.device.id, user_id: user, sent_at: new Date(now()).toISOString(), events: batch.map(wire) };
    const { data } = await ask("POST", "/events", { body });
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
    await ask("PUT", `/own-day/${one.day}/${encodeURIComponent(one.shift_id)}/seen`, { body: { version: one.version } }).catch(
      (error) => {
        if (error.status !== 404) throw error;
      },
    );
    const isOther = (other) => other.day !== one.day || other.shift_id !== one.shift_id || other.version !== one.version;
    await change((kept) => ({ acknowledgements: kept.acknowledgements.filter(isOther) }));
  }
}

async function fetchDay(demo) {
  const before = await read();
  const sent = new Set(before.events.filter((one) => one.state === "sent").map((one) => one.id));
  const begun = Date.now();
  const { data, version, headers } = await ask("GET", "/own-day", { known: before.day?.version });
  const at = (begun + Date.now()) / 2;
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

/** Wipe everything that tells of people; reports that wait stay, and say no name. */
export async function wipe(more = {}) {
  await change(({ events }) => ({
    day: null, seen: {}, ended: {}, acknowledgements: [], ...more,
    forget: events.filter((one) => one.state !== "waiting").map((one) => one.id),
  }));
}

async function afterRefusal(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 401) return wipe().then(() => "out");
  if (error.status === 403 || error.status === 404) return wipe().then(() => "foreign");
  if (error.status === 409) return change(() => ({ user: null })).then(() => "offline"); // somebody else is signed in
  return "offline";
}

export const waitingOf = (kept) => kept.events.filter((one) => one.state === "waiting");
