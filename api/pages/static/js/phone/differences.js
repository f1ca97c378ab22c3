// What is new in a route since its crew has said that it knows it. No page, no clock.

const SHOWN_MS = 5 * 60 * 1000;

/**
 * Return what a crew has to know of a route that is another one now.
 *
 * @param {object|null} before - the shift as it was seen; null: it never was
 * @param {object} now - the shift as it is
 * @returns {{kind: "new"|"added"|"gone"|"moved"|"order", stop?: object, task?: object, from?: string}[]}
 */
export function differences(before, now) {
  if (!before) return [{ kind: "new" }];
  const old = places(before);
  const next = places(now);
  const added = [...next.values()].filter(({ task }) => !old.has(task.task_id) && !task.ended);
  const gone = [...old.values()].filter(({ task }) => !task.ended && (next.get(task.task_id)?.task.ended ?? true));
  const moved = [...next.values()].filter(({ task }) => !task.ended && later(old.get(task.task_id)?.task, task));
  return [
    ...added.map((one) => ({ kind: "added", ...one })),
    ...gone.map((one) => ({ kind: "gone", ...one })),
    ...moved.map((one) => ({ kind: "moved", ...one, from: old.get(one.task.task_id).task.start })),
    ...(isOtherOrder(old, next) ? [{ kind: "order" }] : []),
  ];
}

const places = (shift) =>
  new Map(shift.stops.flatMap((stop) => stop.tasks.map((task) => [task.task_id, { stop, task }])));
const later = (old, task) => old && Math.abs(Date.parse(old.start) - Date.parse(task.start)) >= SHOWN_MS;

function isOtherOrder(old, next) {
  const both = [...next.keys()].filter((key) => old.has(key));
  const before = [...old.keys()].filter((key) => next.has(key));
  return both.some((key, index) => key !== before[index]);
}
