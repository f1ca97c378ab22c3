// Typing in what a crew has said or written: of each open task of a shift what happened, and when.

import { ask, newKey, said } from "../../api.js";
import { now, time } from "../../clocks.js";
import { button, el } from "../../elements.js";
import { t } from "../../texts.js";
import { openDialog } from "./dialog.js";
import { hourOf, momentNear } from "../moments.js";
import { hourInput } from "./hour.js";

const KINDS = ["arrived", "done", "no_show", "cancelled_late", "refused"];
const DEVICE = "office";

/** Let somebody type in what happened at the open tasks of a shift. */
export function openReport(day, { shift_id: shiftId, request_id: requestId }) {
  const tasks = open(day, shiftId, requestId);
  const dialog = openDialog({ title: t("board_strip.report.title"), body: [], wide: true, ended: () => day.load() });
  const state = el("p", { class: "help", role: "status" });
  const send = async (task, kind, hour, line) => {
    if (hourOf(hour.value) === null) return (dialog.tell(t("board_head.no_hour")), hour.focus());
    const at = momentNear(day.date, hourOf(hour.value), task.expected_start);
    try {
      const told = await sent(day, task, kind, at);
      if (told.outcome === "refused") return dialog.tell(said(told.said));
      dialog.tell("");
      state.textContent = t("board_strip.report.kept", { who: name(day, task), what: t(`board_strip.report.${kind}`), time: time(at) });
      if (kind !== "arrived") line.remove();
    } catch (error) {
      dialog.tell(error);
    }
  };
  dialog.set(tasks.length ? [state, el("ul", { class: "report" }, tasks.map((task) => line(day, task, send)))] : el("p", {}, t("board_strip.report.nothing")));
}

const open = (day, shiftId, requestId) =>
  (day.live?.shifts ?? []).flatMap((one) => one.tasks)
    .filter((task) => task.expected_end !== null && (requestId ? task.request_id === requestId : task.shift_id === shiftId));

function line(day, task, send) {
  const id = `at-${task.task_id}`;
  const hour = hourInput({ id, value: time(now()) });
  const made = el(
    "li", {}, el("strong", {}, name(day, task)), el("span", { class: "help" }, t(`board_strip.report.task.${task.kind}`)),
    el("label", { for: id }, t("board_strip.report.at")), hour,
    el("div", { class: "actions" }, KINDS.map((kind) =>
      button(t(`board_strip.report.${kind}`), () => send(task, kind, hour, made), { class: kind === "done" ? null : "quiet" }))),
  );
  return made;
}

const name = (day, task) => day.request(task.request_id)?.clients.join(", ") || task.request_id;

const unanswered = new Map();

/** Send what happened; pressed again because no answer came, it is the same event. */
async function sent(day, task, kind, at) {
  const what = `${task.task_id} ${kind} ${at}`;
  if (!unanswered.has(what)) unanswered.set(what, newKey());
  const event = { id: unanswered.get(what), day: day.date, shift_id: task.shift_id, task_id: task.task_id, kind, sequence: now().getTime(), at };
  const { data } = await ask("POST", "/events", { body: { device_id: DEVICE, sent_at: now().toISOString(), events: [event] } });
  unanswered.delete(what);
  return data.items[0];
}
