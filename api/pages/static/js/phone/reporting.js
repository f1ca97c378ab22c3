// What the crew reports by one tap, and takes back by another: written down on the phone at once, sent when there is a signal.

import { now } from "./clock.js";
import { keyOf } from "./keeping.js";
import { statesOf } from "./progress.js";
import { change, numbered } from "./storage.js";

/** Write down what a button says of its tasks. */
export async function report(shift, action) {
  const tap = crypto.randomUUID();
  await change((kept) => {
    const current = kept.day?.items.find((one) => keyOf(one) === keyOf(shift));
    if (!current) return null; // wiped meanwhile, as by a sign-out in another tab
    const states = statesOf(current, kept.events);
    const events = action.tasks.map((task) => ({
      ...written(kept, shift, task.task_id, tap), kind: action.kind, before: states.get(task.task_id),
      nobody_answers: action.nobodyAnswers ?? false,
    }));
    return numbered(kept, events);
  });
}

/** Take back all that one tap has reported. */
export async function takeBack(events) {
  const tap = crypto.randomUUID();
  await change((kept) => {
    const there = events.filter((one) => kept.events.some((other) => other.id === one.id));
    const made = there.map((one) => ({ ...written(kept, one, one.task_id, tap), kind: "undone", undoes: one.id }));
    return numbered(kept, made);
  });
}

/** Say that a route is known as it is now. */
export async function seen(shift) {
  await change((kept) => ({
    seen: { ...kept.seen, [keyOf(shift)]: shift },
    acknowledgements: [...kept.acknowledgements, { day: shift.day, shift_id: shift.shift_id, version: shift.version }],
    day: withShift(kept.day, { ...shift, seen: true }),
  }));
}

/** Say that the day is over: once everything is sent, the phone forgets it. */
export async function end(shift) {
  await change((kept) => ({ ended: { ...kept.ended, [keyOf(shift)]: shift.version } }));
}

function withShift(day, shift) {
  return { ...day, items: day.items.map((one) => (keyOf(one) === keyOf(shift) ? shift : one)) };
}

const written = (kept, { day, shift_id }, task_id, tap) => ({
  id: crypto.randomUUID(), user_id: kept.user, day, shift_id, task_id, tap, at: new Date(now()).toISOString(), state: "waiting",
});
