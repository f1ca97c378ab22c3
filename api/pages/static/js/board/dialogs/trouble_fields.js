// What has to be said of each thing that can happen, and how the API is told of it.

import { now, time } from "../../clocks.js";
import { el } from "../../elements.js";
import { count, t } from "../../texts.js";
import { districts } from "../map/ground.js";
import { whereabouts } from "../map/whereabouts.js";
import { along, legs, pair } from "../map/roads.js";
import { hourOf, momentAfter, momentAt, momentNear } from "../moments.js";
import { hourInput } from "./hour.js";

export const KINDS = ["ill", "breakdown", "late", "snow", "road"];
const SPEEDS = [900, 800, 700, 600, 400]; // per mille of the usual speed
const DETOURS_MIN = [3, 5, 10, 15, 20, 30];
const LATER_MIN = [10, 15, 20, 30, 45, 60];
const ROAD_RADIUS_M = 150;

/** Return the fields of a kind: `name`, `label`, `input`, and perhaps `help`. */
export async function fieldsOf(day, kind) {
  const since = field("since", hourInput({ required: true, value: time(now()) }));
  const until = field("until", hourInput(), true);
  const note = field("note", el("input", { maxlength: "2000", autocomplete: "off" }));
  const fields = {
    ill: () => [choice("staff", day.board.rows.flatMap((row) => row.staff_ids.map((id, at) => [id, `${row.staff[at]} · ${row.name}`]))), since],
    breakdown: () => [choice("shift", day.board.rows.filter((row) => row.vehicle_id).map((row) => [row.shift_id, `${row.vehicle} · ${row.name}`])), where(day, [["", t("board_trouble.expected")]]), since, until, note],
    late: () => [choice("task", openTasks(day)), choice("minutes", LATER_MIN.map((n) => [n, count("board_trouble.minutes", n)]))],
    snow: () => [choice("permille", SPEEDS.map((n) => [n, t("board_trouble.slower", { percent: (1000 - n) / 10 })])), since, until, note],
    road: () => [where(day), choice("detour", DETOURS_MIN.map((n) => [n, count("board_trouble.minutes", n)])), since, until, note],
  }[kind]();
  if (kind === "snow") {
    const found = await districts();
    fields.splice(1, 0, choice("district", [["", t("board_trouble.whole_town")], ...found.map((one) => [one.id, one.name])]));
  }
  return fields;
}

/** Return where and how the API is told of it. */
export function reportOf(day, kind, values) {
  const since = values.since ? momentNear(day.date, hourOf(values.since), now().toISOString()) : now().toISOString();
  if (kind === "ill") {
    return { path: "/absences", body: { staff_id: values.staff, start: since, end: dayEnd(day, values.staff), kind: "sick" } };
  }
  const until = values.until ? momentAfter(day.date, hourOf(values.until), since) : null;
  const body = { since, until, note: values.note ?? "" };
  const more = {
    breakdown: () => ({ breakdown: { shift_id: values.shift, point: pointOf(day, values.where, values.shift) } }),
    late: () => ({ overrun: { task_id: values.task }, until: new Date(now().getTime() + values.minutes * 60_000).toISOString() }),
    snow: () => ({ snow: { permille: Number(values.permille), districts: values.district ? [values.district] : [] } }),
    road: () => ({ road: { line: [pointOf(day, values.where)], radius_m: ROAD_RADIUS_M, detour_s: values.detour * 60 } }),
  }[kind]();
  return { path: `/days/${day.date}/disruptions`, body: { ...body, ...more }, versioned: true };
}

function field(name, input, helped = false) {
  input.id = `trouble-${name}`;
  return { name, label: t(`board_trouble.field.${name}`), input, help: helped ? t(`board_trouble.help.${name}`) : "" };
}

const choice = (name, options) =>
  field(name, el("select", { required: name !== "district" }, options.map(([value, text]) => el("option", { value: String(value) }, text))));

/** Return the places that a day knows: those of its stops, by their addresses. */
function where(day, first = []) {
  const stops = day.board.rows.flatMap((row) => row.stops).filter((stop) => stop.point);
  const found = new Map(stops.map((stop) => [`${stop.point.lat},${stop.point.lon}`, stop.address || stop.place]));
  const made = choice("where", [...first, ...[...found].sort((a, b) => a[1].localeCompare(b[1]))]);
  made.input.required = first.length === 0;
  return made;
}

function pointOf(day, value, shiftId) {
  if (value) return Object.fromEntries(value.split(",").map((text, at) => [["lat", "lon"][at], Number(text)]));
  const row = day.row(shiftId);
  const [ways, found] = [legs(row), whereabouts(row, (key) => day.liveTask(key), now())];
  const [lat, lon] = found && ways.length ? along(ways[found.leg], found.part) : pair(row.start_point);
  return { lat, lon };
}

/** Return the tasks that crews are at or on their way to, with the first one of each that has not begun. */
function openTasks(day) {
  return (day.live?.shifts ?? []).flatMap((shift) => {
    const task = shift.tasks.find((one) => one.expected_end !== null);
    const who = task && (day.request(task.request_id)?.clients.join(", ") || task.request_id);
    return task ? [[task.task_id, `${day.row(shift.shift_id)?.name ?? shift.shift_id}: ${who}`]] : [];
  });
}

/** Return when whoever is ill today would have been free: the day's end, or that of a shift into the night. */
function dayEnd(day, staffId) {
  const midnight = Date.parse(momentAt(new Date(Date.parse(`${day.date}T12:00Z`) + 86_400_000).toISOString().slice(0, 10), "00:00"));
  const shifts = day.board.rows.filter((row) => row.staff_ids.includes(staffId)).map((row) => Date.parse(row.rostered.end));
  return new Date(Math.max(midnight, ...shifts)).toISOString();
}
