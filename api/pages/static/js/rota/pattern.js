// Weekly patterns: shifts that come again every week.

import { ask } from "../api.js";
import { openDialog } from "../board/dialogs/dialog.js";
import { dateOf, now } from "../clocks.js";
import { t } from "../texts.js";
import { choice, crew, crewOf, field, form, read, ticks } from "./fields.js";
import { forget, names } from "./names.js";
import { change, wrong } from "./trying.js";

const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"];
const MODES = ["car", "van", "foot", "bicycle", "table"];

/** Ask for a new pattern. */
export async function addPattern() {
  await trying(async () => {
    const known = await names();
    const depot = { place_id: known.depots[0]?.id ?? "" };
    const plain = {
      name: t("rota.shift.usual_name"), weekdays: [1, 2, 3, 4, 5], every: 1, start: "08:00", end: "16:00", valid_from: dateOf(now()), valid_until: null,
      on_holidays: false, staff_ids: [[...known.staff.keys()][0]], vehicle_id: null, mode: "car", start_door: depot, end_door: depot,
    };
    open(t("rota.patterns.new"), plain, known, (body) => ({ method: "POST", path: "/patterns", body, done: t("rota.patterns.added") }));
  });
}

/** Ask what is to be changed of a pattern. */
export async function changePattern(id) {
  await trying(async () => {
    const path = `/patterns/${encodeURIComponent(id)}`;
    const [known, { data, version }] = await Promise.all([names(), ask("GET", path)]);
    open(t("rota.patterns.change", { name: data.name }), data, known, (body) => ({ method: "PUT", path, body, version, done: t("rota.patterns.changed") }));
  });
}

/** Take a pattern out, and its shifts to come. */
export async function removePattern(id) {
  await trying(async () => {
    const path = `/patterns/${encodeURIComponent(id)}`;
    const { version } = await ask("GET", path);
    await change({ method: "DELETE", path, version, done: t("rota.patterns.removed"), always: true });
    forget();
  });
}

function open(title, one, known, asked) {
  const body = form(fields(one, known));
  const act = async () => {
    const kept = await change(asked(wanted(body, one)));
    forget();
    return kept;
  };
  openDialog({ title, body, wide: true, close: t("rota.cancel"), actions: [{ text: t("rota.save"), kind: "primary", act }] });
  body.querySelector("[name=name]").focus();
}

function fields(one, known) {
  const depots = known.depots.map((each) => [each.id, each.name]);
  const start = one.start_door.place_id;
  if (!depots.some(([id]) => id === start)) depots.unshift([start, t("rota.shift.same_place")]);
  return [
    field("name", t("rota.shift.name"), { value: one.name, maxlength: 200, required: true, class: "wide" }),
    ticks("weekdays", t("rota.patterns.days"), WEEKDAYS.map((k) => [k, t(`rota.weekday.d${k}`)]), one.weekdays.map(String)),
    field("every", t("rota.patterns.every_weeks"), { type: "number", min: 1, max: 52, value: one.every }),
    field("start", t("rota.shift.start"), { type: "time", value: one.start, required: true }),
    field("end", t("rota.shift.end"), { type: "time", value: one.end, required: true }),
    field("valid_from", t("rota.patterns.valid_from"), { type: "date", value: one.valid_from, required: true }),
    field("valid_until", t("rota.patterns.valid_until"), { type: "date", value: one.valid_until ?? "" }),
    ...crew(known, one.staff_ids),
    choice("vehicle", t("rota.shift.vehicle"), [["", t("rota.shift.no_vehicle")], ...known.vehicles], one.vehicle_id ?? ""),
    choice("mode", t("rota.shift.mode"), MODES.map((each) => [each, t(`rota.mode.${each}`)]), one.mode),
    choice("place", t("rota.shift.place"), depots, start),
    ticks("holidays", t("rota.patterns.holidays"), [["yes", t("rota.patterns.on_holidays")]], one.on_holidays ? ["yes"] : []),
  ];
}

function wanted(body, one) {
  const { id: _, ...before } = one;
  const place = read(body, "place");
  const door = place === one.start_door.place_id ? {} : { start_door: { place_id: place }, end_door: { place_id: place } };
  return {
    ...before, ...door, name: read(body, "name"), weekdays: read(body, "weekdays").map(Number), every: Number(read(body, "every")) || 1,
    start: read(body, "start"), end: read(body, "end"), valid_from: read(body, "valid_from"), valid_until: read(body, "valid_until") || null,
    staff_ids: crewOf(body, one.staff_ids), vehicle_id: read(body, "vehicle") || null, mode: read(body, "mode"),
    on_holidays: read(body, "holidays").includes("yes"),
  };
}

async function trying(act) {
  try {
    await act();
  } catch (error) {
    wrong(error);
  }
}
