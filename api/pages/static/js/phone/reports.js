// What is sent and what waits: a word at the top of the page, the whole list in a dialog.

import { said } from "../api.js";
import { count, t } from "../texts.js";
import { time } from "./clock.js";
import { el } from "./elements.js";
import { tasksOf } from "./progress.js";

/** Return in how few words everything is sent, or what waits. */
export function sentWord(kept, contact) {
  const waiting = kept.events.filter((one) => one.state === "waiting").length;
  if (kept.events.some((one) => one.state === "refused")) return t("phone.sent.refused");
  if (waiting) return t("phone.sent.waiting", { number: waiting });
  return contact === "offline" ? t("phone.sent.offline") : t("phone.sent.all");
}

/** Return the list of reports, the newest first. */
export function reportList(kept) {
  const shifts = kept.day?.items ?? [];
  const tasks = new Map(shifts.flatMap((shift) => tasksOf(shift)).map((task) => [task.task_id, task]));
  const own = kept.events.filter((one) => one.user_id === kept.user).toReversed();
  if (!own.length) return [el("p", {}, t("phone.reports.none"))];
  const waiting = own.filter((one) => one.state === "waiting").length;
  const sum = waiting ? t("phone.reports.waiting", { reports: count("phone.count", waiting) }) : t("phone.reports.all_sent");
  return [el("p", {}, sum), el("ul.reports", {}, own.map((one) => row(one, tasks.get(one.task_id))))];
}

function row(one, task) {
  const who = task ? task.clients.join(", ") || task.service : "";
  const chip = { waiting: ".warn", sent: ".good", refused: ".alert" }[one.state];
  return el(
    "li", {}, el("span.num.at", {}, time(one.at)),
    el("span.title", {}, t(`phone.did.${one.nobody_answers ? "fear" : one.kind}`), who && el("span.sub", {}, who),
      one.said && el("span.sub", {}, said(one.said)),
      one.earliest && el("span.sub", {}, t("phone.too_early", { time: time(one.earliest) }))),
    el(`span.chip${chip}`, {}, t(`phone.state.${one.state}`)),
  );
}
