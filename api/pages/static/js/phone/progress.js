// How far the tasks of a shift are: what the office knows, and what this phone has reported since. No page, no clock.

const OVER = new Set(["done", "no_show", "cancelled_late", "refused"]);
const ENDS = { done: "done", no_show: "no_show", cancelled_late: "cancelled_late", refused: "refused" };
const PLANNED = { status: "planned", at: null, arrivedAt: null };

/** Whether nothing more is to be done for a task in this state. */
export const isOver = (state) => OVER.has(state.status);

/**
 * Return how far one task is.
 *
 * @param {object} task - of the itinerary
 * @param {object|undefined} known - what the office has told of it ({status, en_route_at, arrived_at, ended_at})
 * @param {object[]} events - of this phone; those that the office's word holds already are `reflected`
 * @returns {{status: string, at: string|null, arrivedAt: string|null}}
 */
function stateOf(task, known, events) {
  const own = events.filter((one) => one.task_id === task.task_id && counts(one)).sort(bySequence);
  const undone = new Set(own.filter((one) => one.kind === "undone").map((one) => one.undoes));
  let state = known ? told(known) : PLANNED;
  for (const one of own) {
    if (one.kind === "undone") {
      const other = one.reflected ? null : own.find((before) => before.id === one.undoes);
      if (other?.reflected) state = other.before;
    } else if (!one.reflected && !undone.has(one.id)) {
      state = after(task, state, one);
    }
  }
  return state;
}

/** Return the states of all tasks of a shift, by id. */
export function statesOf(shift, events) {
  const known = new Map(shift.progress.map((one) => [one.task_id, one]));
  const mine = events.filter((one) => one.day === shift.day && one.shift_id === shift.shift_id);
  return new Map(tasksOf(shift).map((task) => [task.task_id, stateOf(task, known.get(task.task_id), mine)]));
}

/** Return all tasks of a shift in their order. */
export const tasksOf = (shift) => shift.stops.flatMap((stop) => stop.tasks);

/** Return the tasks of a stop that are still to be done; nobody goes to what was cancelled. */
export function openTasks(stop, states) {
  return stop.tasks.filter((task) => !task.ended && !isOver(states.get(task.task_id)));
}

/** Return how far a stop is: "planned", "en_route", "arrived", or "over". */
export function phaseOf(stop, states) {
  const open = openTasks(stop, states).map((task) => states.get(task.task_id).status);
  if (!open.length) return "over";
  return ["arrived", "en_route"].find((status) => open.includes(status)) ?? "planned";
}

/** Return the stop that is next: the one that the crew has come to, or set out for, last; else the first that is left. */
export function nextStop(shift, states) {
  const open = shift.stops.filter((stop) => phaseOf(stop, states) !== "over");
  const begun = open.filter((stop) => phaseOf(stop, states) !== "planned");
  const latest = (stop) => Math.max(...openTasks(stop, states).map((task) => Date.parse(states.get(task.task_id).at ?? 0)));
  return begun.sort((a, b) => latest(b) - latest(a))[0] ?? open[0] ?? null;
}

/** Return the tasks whose people, or goods, are in the vehicle: picked up and not yet set down. */
export function aboard(shift, states) {
  const tasks = tasksOf(shift);
  const isDone = (kind, request) =>
    tasks.some((one) => one.request_id === request && one.kind === kind && states.get(one.task_id).status === "done");
  return tasks.filter(
    (one) => one.kind === "pickup" && isDone("pickup", one.request_id) && !isDone("dropoff", one.request_id),
  );
}

/** Return what is in the vehicle, by kind of place: by the steps of the plan that have been done. */
export function loadOf(shift, states) {
  const load = {};
  let before = {};
  for (const task of tasksOf(shift)) {
    for (const kind of new Set([...Object.keys(before), ...Object.keys(task.load_after)])) {
      const step = (task.load_after[kind] ?? 0) - (before[kind] ?? 0);
      if (states.get(task.task_id).status === "done") load[kind] = (load[kind] ?? 0) + step;
    }
    before = task.load_after;
  }
  return Object.fromEntries(Object.entries(load).filter(([, count]) => count > 0));
}

/** Return from when on the crew may say that nobody came, in milliseconds; null: at this task it never may. */
export function noShowFrom(task, state) {
  if (!task.no_show_from || state.status !== "arrived") return null;
  const waited = state.arrivedAt ? Date.parse(state.arrivedAt) + task.waits_s * 1000 : 0;
  return Math.max(Date.parse(task.no_show_from), waited);
}

/** Return the reports that may be taken back next, all those of one tap; empty: there is none. */
export function lastTap(events) {
  const own = events.filter(counts).sort(bySequence);
  const undone = new Set(own.filter((one) => one.kind === "undone").map((one) => one.undoes));
  const left = own.filter((one) => one.kind !== "undone" && !undone.has(one.id));
  const last = left.at(-1);
  return last ? left.filter((one) => one.tap === last.tap) : [];
}

function told(known) {
  const at = known.ended_at ?? known.arrived_at ?? known.en_route_at;
  return { status: known.status, at, arrivedAt: known.arrived_at };
}

function after(task, state, event) {
  const end = event.kind === "aboard" ? (task.kind === "pickup" ? "done" : null) : ENDS[event.kind];
  if (end) return { ...state, status: end, at: event.at };
  if (isOver(state)) return state;
  if (event.kind === "en_route") return { status: "en_route", at: event.at, arrivedAt: null };
  return { status: "arrived", at: event.at, arrivedAt: state.arrivedAt ?? event.at };
}

const counts = (event) => event.state !== "refused";
const bySequence = (a, b) => a.sequence - b.sequence;
