// What the board says, as rows of things with times. Pure: decides what stands where, draws nothing.

import { look } from "../looks.js";

const ms = (moment) => (moment === null || moment === undefined ? null : Date.parse(moment));
const STAGES = ["planned", "en_route", "arrived", "done"];
const IN_VAIN = new Set(["no_show", "cancelled_late", "refused"]);
/** A promise that is missed by less is kept: what a bus stop's clock does not show. */
const A_MINUTE_S = 60;
/** What has moved by less looks as it was. */
const FIVE_MINUTES_MS = 5 * 60_000;

/**
 * Return the rows of a board.
 *
 * @param {object} board - BoardShown
 * @param {(taskId: string) => object|undefined} liveTask - what is reported and expected of a task
 * @returns {Row[]} with `{id, index, look, name, crew, vehicle, onDuty, start, end, stops, breaks, capacity}`; times in milliseconds
 */
export function rowsOf(board, liveTask) {
  const pinned = new Map();
  for (const pin of board.day.pins) for (const id of pin.request_ids) pinned.set(id, pin.kind);
  const moved = movedOn(board);
  return board.rows.map((row, index) => ({
    id: row.shift_id,
    index,
    look: look(index),
    name: row.name,
    crew: row.staff.join(", "),
    vehicle: row.vehicle,
    phones: row.staff_phones,
    mode: row.mode,
    onDuty: [ms(row.rostered.start), ms(row.rostered.end)],
    start: ms(row.start),
    end: ms(row.end),
    startPlace: row.start_place,
    endPlace: row.end_place,
    capacity: Math.max(0, ...row.layouts.map(room)),
    stops: row.stops.map((stop, place) => stopOf(stop, { row, code: look(index).code, place, board, pinned, moved, liveTask })),
    breaks: row.breaks.map((one) => ({ start: ms(one.start), end: ms(one.end), article: one.article })),
  }));
}

/** Return the earliest and latest instants that rows speak of. */
export function moments(rows) {
  return rows.flatMap((row) => [row.onDuty[0], row.onDuty[1], row.end, ...row.stops.map((stop) => stop.end)]);
}

/** Return how many people, or portions, go into a vehicle. */
const room = (places) => places.seats + places.wheelchairs + places.portions;

function stopOf(stop, { row, code, place, board, pinned, moved, liveTask }) {
  const ids = [...new Set(stop.tasks.map((task) => task.request_id))];
  const requests = ids.map((id) => board.requests[id]).filter(Boolean);
  const live = stop.tasks.map((task) => liveTask(task.task_id)).filter(Boolean);
  return {
    key: `${row.shift_id}|${stop.tasks[0].task_id}`,
    shiftId: row.shift_id,
    place,
    number: stop.number,
    code: `${code}${stop.number}`,
    where: stop.place === stop.address ? stop.address : [stop.place, stop.address].filter(Boolean).join(", "),
    entrance: stop.entrance,
    district: stop.district,
    arrival: ms(stop.arrival),
    start: Math.min(...stop.tasks.map((task) => ms(task.start))),
    end: ms(stop.departure),
    travelS: stop.travel_s,
    travelM: stop.travel_m,
    waitingS: stop.waiting_s,
    load: Object.entries(stop.load_after).reduce((sum, [kind, n]) => sum + (kind in COUNTED ? n : 0), 0),
    tasks: stop.tasks,
    requestIds: ids,
    requests,
    pins: ids.map((id) => pinned.get(id)).filter(Boolean),
    promises: spans(stop.tasks),
    gone: requests.some((one) => one.status !== "held" || one.elsewhere),
    moved: ids.some((id) => moved.has(id)),
    ...reported(live),
  };
}

const COUNTED = { seats: true, wheelchairs: true, portions: true };

/** Return the windows of a stop's tasks, each once; what was promised before what was only wished for. */
function spans(tasks) {
  const found = new Map();
  for (const task of tasks) {
    if (!task.window) continue;
    const key = `${task.window.start}|${task.window.end}`;
    const known = found.get(key);
    found.set(key, { start: ms(task.window.start), end: ms(task.window.end), promised: task.promised || !!known?.promised });
  }
  return [...found.values()].sort((a, b) => b.promised - a.promised || a.start - b.start);
}

/** Return the requests that are elsewhere, or at another time, than residents and crews know. */
function movedOn(board) {
  if (board.day.published === null || board.day.published === board.day.plan) return new Set();
  const now = new Map();
  for (const row of board.rows) {
    for (const task of row.stops.flatMap((stop) => stop.tasks)) {
      now.set(task.request_id, [...(now.get(task.request_id) ?? []), { shiftId: row.shift_id, start: ms(task.start) }]);
    }
  }
  const same = (known, task) => task.shiftId === known.shift_id && Math.abs(task.start - ms(known.start)) < FIVE_MINUTES_MS;
  const known = [...now].filter(([id]) => board.requests[id]?.published);
  return new Set(known.filter(([id, tasks]) => !tasks.some((task) => same(board.requests[id].published, task))).map(([id]) => id));
}

/** Return how far a stop is: as far as the task of it that is least far; lost: the crew was there for nothing. */
function reported(live) {
  if (!live.length) return { status: "planned", lateS: 0, expected: null };
  const open = live.filter((one) => !IN_VAIN.has(one.status));
  const stage = open.length ? STAGES[Math.min(...open.map((one) => STAGES.indexOf(one.status)))] : "lost";
  const lateS = Math.max(0, ...live.map((one) => one.late_s ?? 0));
  const expected = live.map((one) => ms(one.expected_arrival)).filter((one) => one !== null);
  return { status: stage, lateS: lateS < A_MINUTE_S ? 0 : lateS, expected: expected.length ? Math.min(...expected) : null };
}
