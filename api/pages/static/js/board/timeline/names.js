// What stops and rows are called, for those who hear the timeline and for those who point at it.

import { span } from "../../clocks.js";
import { count, t } from "../../texts.js";

/** Return who is at a stop: names, or what can be said without them. */
export function whoAt(stop) {
  const names = [...new Set(stop.requests.flatMap((one) => one.clients))];
  return names.length ? names.join(", ") : stop.requestIds.join(", ");
}

/** Return what is done at a stop, each thing once. */
export function doneAt(stop) {
  const named = new Map(stop.requests.map((one) => [one.id, one.service]));
  const kinds = new Set(stop.tasks.map((task) => (task.kind === "visit" ? named.get(task.request_id) : t(`board.kind.${task.kind}`))));
  return [...kinds].filter(Boolean).join(", ");
}

/** Return the whole of a stop as one sentence: its accessible name. */
export function stopName(stop, row) {
  const parts = [`${span(stop.start, stop.end)}, ${whoAt(stop)}`, doneAt(stop), stop.where];
  for (const one of stop.promises.slice(0, 1)) {
    const told = { span: span(one.start, one.end) };
    parts.push(one.promised ? t("board.stop.promised", told) : t("board.stop.wished", told));
  }
  parts.push(...marks(stop), t("board.stop.place", { code: stop.code, row: row.name }));
  return `${parts.filter(Boolean).join(". ")}.`;
}

/** Return what is to be said of a stop beside when and who: how far it is, late, pinned, moved. */
export function marks(stop) {
  const said = [t(`board.status.${stop.status}`)];
  if (stop.lateS) said.push(t("board.stop.late", { late: count("board.minutes", Math.ceil(stop.lateS / 60)) }));
  if (stop.pins.length) said.push(t("board.stop.pinned"));
  if (stop.moved) said.push(t("board.stop.moved"));
  if (stop.gone) said.push(t("board.stop.gone"));
  return said;
}

/** Return the name of a row. */
export function rowName(row) {
  const parts = [`${row.look.code}: ${row.name}`, row.crew, row.vehicle, span(row.onDuty[0], row.onDuty[1]), count("board.stops", row.stops.length)];
  return parts.filter(Boolean).join(", ");
}
