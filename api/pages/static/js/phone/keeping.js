// What a phone may go on keeping, and what it forgets. No page, no clock.

import { isOver, statesOf, tasksOf } from "./progress.js";

const EVENTS_MS = 5 * 24 * 3600 * 1000;

/** Return what names a shift. */
export const keyOf = (shift) => `${shift.day}/${shift.shift_id}`;

/**
 * Return the shifts that a phone still keeps.
 *
 * @param {object[]} shifts - as the office has told them
 * @param {object[]} events - of this phone
 * @param {Object<string, number>} ended - the version of each shift whose end the crew has told
 * @param {number} now - milliseconds, by the office's clock
 */
export function keptShifts(shifts, events, ended, now) {
  return shifts.filter((shift) => Date.parse(shift.read_until) > now && !isEnded(shift, events, ended, now));
}

/** Whether a crew has nothing more to do in a shift. */
export function isDone(shift, events) {
  const states = statesOf(shift, events);
  return tasksOf(shift).every((task) => task.ended || isOver(states.get(task.task_id)));
}

/** Return the reports that are not needed any more: sent long ago, or so old that nobody takes them. */
export function oldEvents(events, shifts, now) {
  const kept = new Set(shifts.map(keyOf));
  return events.filter((one) => {
    const isWaiting = one.state === "waiting";
    if (isWaiting || one.state === "refused") return Date.parse(one.at) < now - EVENTS_MS;
    return !kept.has(keyOf(one));
  });
}

/** A shift is over for the phone when its crew says so, or some time after its end; and everything of it is sent. */
function isEnded(shift, events, ended, now) {
  const mine = events.filter((one) => keyOf(one) === keyOf(shift));
  if (!isDone(shift, events) || mine.some((one) => one.state === "waiting")) return false;
  return ended[keyOf(shift)] === shift.version || Date.parse(shift.end) + 30 * 60 * 1000 < now;
}
