// A plan of what is left of a running day: proposed, looked at, and confirmed or not.

import { askOnce, said } from "../../api.js";
import { span, time } from "../../clocks.js";
import { el } from "../../elements.js";
import { tell } from "../../notices.js";
import { t } from "../../texts.js";
import { comparisonOf, whose } from "./comparison.js";
import { openDialog } from "./dialog.js";
import { named } from "../naming.js";

/** Ask for a plan from now on, and show it; nothing changes before it is confirmed. */
export async function openProposal(day) {
  const dialog = openDialog({
    title: t("board_trouble.proposal.title"), wide: true, ended: () => day.load(), close: t("board_trouble.proposal.leave"),
    body: el("p", { role: "status" }, t("board_trouble.proposal.working")),
  });
  await propose(day, dialog);
}

let computed = Promise.resolve(); // one at a time: a proposal is a version of the day, and would overtake the next one

/** Put a proposal into a dialog, below what is to be known besides; closed meanwhile, it is nobody's business. */
export async function propose(day, dialog, first = []) {
  try {
    await computed;
    if (dialog.closed.aborted) return;
    const { data, version } = await proposed(day);
    dialog.set([...first, ...shownOf(day, data)], [{ text: t("board_trouble.proposal.confirm"), kind: "primary", act: () => confirm(day, data.version, version) }]);
  } catch (error) {
    if (dialog.closed.aborted) return;
    const again = { text: t("board_trouble.proposal.again"), act: async () => (await propose(day, dialog, first), false) };
    dialog.set([...first, el("p", {}, t("board_trouble.proposal.none"))], error.status === 412 || error.status === 409 ? [again] : []);
    dialog.tell(error);
  }
}

function proposed(day) {
  const asked = day.load().then(() => askOnce("POST", `/days/${day.date}/replans`, { body: { seconds: 1 }, version: day.version }));
  computed = asked.then(() => day.load(), () => {});
  return asked;
}

async function confirm(day, plan, version) {
  const calls = day.notices.length;
  await askOnce("POST", `/days/${day.date}/replans/${plan}/confirmation`, { version });
  await day.load();
  const more = day.notices.length > calls;
  tell(more ? t("board_trouble.proposal.done_calls") : t("board_trouble.proposal.done"));
  if (more) day.dispatchEvent(new CustomEvent("day:calls"));
}

function shownOf(day, { comparison, late, left_out: leftOut }) {
  return [
    el("p", { class: "lead" }, t("board_trouble.proposal.intro")),
    late.length > 0 && part(day, t("board_trouble.proposal.late"), late.map((one) =>
      [one.request_id, el("strong", {}, t("board_trouble.proposal.by", { min: Math.ceil(one.late_s / 60) }))])),
    leftOut.length > 0 && part(day, t("board_trouble.proposal.left_out"), leftOut.map((one) => [one.request_id, why(day, one)])),
    el("h3", {}, t("board_trouble.proposal.changes")),
    ...comparisonOf(day, comparison),
  ].filter(Boolean);
}

const part = (day, title, lines) => el("section", { class: "wrong-part" }, el("h3", {}, title),
  el("ul", {}, lines.map(([id, told]) => el("li", {}, el("span", { class: "whose" }, el("strong", {}, whose(day, id)), el("span", {}, wished(day, id))), told))));

/** Return what of a request tells it from others of the same person: the service, and when it was to be. */
function wished(day, requestId) {
  const request = day.request(requestId);
  const hour = request?.published ? time(request.published.start) : request?.promise ? span(request.promise.window.start, request.promise.window.end) : "";
  return [request?.service, hour].filter(Boolean).join(", ");
}

function why(day, { summary, change }) {
  const told = [said(summary) || t("board_trouble.proposal.no_reason"), said(change)].filter(Boolean).map((text) => el("p", {}, named(day, text)));
  return el("details", {}, el("summary", {}, t("board_trouble.proposal.why")), ...told);
}
