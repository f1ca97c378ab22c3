// A shift of one day: added, changed, taken out.

import { momentAt } from "../board/moments.js";
import { openDialog } from "../board/dialogs/dialog.js";
import { dateOf, time } from "../clocks.js";
import { t } from "../texts.js";
import { choice, crew, crewOf, field, form, read } from "./fields.js";
import { names } from "./names.js";
import { change, wrong } from "./trying.js";

const DAY_MS = 86_400_000;
const MODES = ["car", "van", "foot", "bicycle", "table"];

/** Ask for a new shift of somebody on a day, or for what is to be changed of one. */
export async function askForShift({ who, shift, version }) {
  try {
    const known = await names();
    const begun = shift ?? usual(who, known);
    const body = form(fields(begun, known));
    openDialog({
      title: shift ? t("rota.shift.change", { name: shift.name }) : t("rota.shift.new", { name: who.name, day: who.said }), body, wide: true, close: t("rota.cancel"),
      actions: [{ text: t("rota.save"), kind: "primary", act: () => save(body, { who, shift, version, begun }) }],
    });
    body.querySelector("[name=name]").focus();
  } catch (error) {
    wrong(error);
  }
}

/** Take a shift out. */
export async function removeShift(shift, version) {
  try {
    await change({ method: "DELETE", path: `/shifts/${encodeURIComponent(shift.id)}`, version, done: t("rota.shift.removed"), always: true });
  } catch (error) {
    wrong(error);
  }
}

/** Return what somebody's shift usually is: that of their weekly pattern, or a plain day. */
function usual(who, known) {
  const own = known.patterns.find((one) => one.staff_ids.includes(who.id));
  const depot = { place_id: known.depots[0]?.id ?? "" };
  const plain = { name: t("rota.shift.usual_name"), start: "08:00", end: "16:00", mode: "car", start_door: depot, end_door: depot, vehicle_id: null };
  return { ...plain, ...(own ?? {}), staff_ids: [who.id], vehicle_id: own?.vehicle_id ?? null };
}

function fields(one, known) {
  const hour = (told) => (told.length === 5 ? told : time(told).padStart(5, "0"));
  const depots = known.depots.map((each) => [each.id, each.name]);
  const start = one.start_door.place_id;
  if (!depots.some(([id]) => id === start)) depots.unshift([start, t("rota.shift.same_place")]);
  return [
    field("name", t("rota.shift.name"), { value: one.name, maxlength: 200, required: true, class: "wide" }),
    field("start", t("rota.shift.start"), { type: "time", value: hour(one.start), required: true }),
    field("end", t("rota.shift.end"), { type: "time", value: hour(one.end), required: true }),
    ...crew(known, one.staff_ids),
    choice("vehicle", t("rota.shift.vehicle"), [["", t("rota.shift.no_vehicle")], ...known.vehicles], one.vehicle_id ?? ""),
    choice("mode", t("rota.shift.mode"), MODES.map((each) => [each, t(`rota.mode.${each}`)]), one.mode),
    choice("place", t("rota.shift.place"), depots, start),
  ];
}

async function save(body, { who, shift, version, begun }) {
  const date = who?.day ?? dateOf(shift.start);
  const [start, end] = [read(body, "start"), read(body, "end")];
  const next = end > start ? date : new Date(Date.parse(`${date}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  const door = { place_id: read(body, "place") };
  const same = door.place_id === begun.start_door.place_id;
  const wanted = {
    name: read(body, "name"), staff_ids: crewOf(body, begun.staff_ids), vehicle_id: read(body, "vehicle") || null, mode: read(body, "mode"),
    start: momentAt(date, start), end: momentAt(next, end), start_door: same ? begun.start_door : door, end_door: same ? begun.end_door : door,
    overtime_s: begun.overtime_s ?? 0, districts: begun.districts ?? [], hand_over_s: begun.hand_over_s ?? 0,
    contract_gr_per_request: begun.contract_gr_per_request ?? 0,
  };
  if (shift) return change({ method: "PUT", path: `/shifts/${encodeURIComponent(shift.id)}`, body: wanted, version, done: t("rota.shift.changed") });
  return change({ method: "POST", path: "/shifts", body: wanted, done: t("rota.shift.added") });
}
