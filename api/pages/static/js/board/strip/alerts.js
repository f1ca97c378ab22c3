// What somebody has to look at: one line for each alert, with what can be done about it.

import { said } from "../../api.js";
import { time } from "../../clocks.js";
import { button, el } from "../../elements.js";
import { t } from "../../texts.js";
import { remedyButtons } from "./remedies.js";

const SIGNS = { urgent: "‼", warning: "!", notice: "·" };

/** Return the line of an alert. */
export function alertLine(day, alert) {
  const select = () => selectOf(day, alert);
  return el(
    "li", { class: `alert-line ${alert.severity}` },
    el("span", { class: "alert-sign", "aria-hidden": "true" }, SIGNS[alert.severity]),
    el("span", { class: "vh" }, `${t(`board_strip.severity.${alert.severity}`)}: `),
    el("div", { class: "alert-said" },
      alert.request_id || alert.shift_id ? button(said(alert.said), select, { class: "quiet alert-text" }) : el("p", {}, said(alert.said)),
      el("span", { class: "help num" }, t("board_strip.since", { time: time(alert.since) }))),
    el("div", { class: "alert-does" }, remedyButtons(day, alert)),
  );
}

/** Select on the timeline and the map what an alert is about. */
function selectOf(day, alert) {
  const row = day.row(alert.shift_id);
  if (alert.request_id) {
    const found = rowOf(day, alert.request_id) ?? row;
    day.select(alert.request_id, { shiftId: found?.shift_id ?? null, from: "strip" });
  } else if (row?.stops.length) {
    const task = (row.stops.find((stop) => stop.tasks.some((one) => isOpen(day, one))) ?? row.stops[0]).tasks[0];
    if (task) day.select(task.request_id, { shiftId: row.shift_id, taskId: task.task_id, from: "strip" });
  }
}

/** Return the row that a request is on. */
export const rowOf = (day, requestId) =>
  day.board?.rows.find((row) => row.stops.some((stop) => stop.tasks.some((task) => task.request_id === requestId)));

const isOpen = (day, task) => (day.liveTask(task.task_id)?.expected_end ?? null) !== null;
