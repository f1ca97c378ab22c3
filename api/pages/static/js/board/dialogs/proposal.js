// A plan of what is left of a running day: proposed, looked at, and confirmed or not.

import { ask, newKey, said } from "../../api.js";
import { el } from "../../elements.js";
import { tell } from "../../notices.js";
import { t } from "../../texts.js";
import { comparisonOf, whose } from "./comparison.js";
import { openDialog } from "./dialog.js";

/** Ask for a plan from now on, and show it; nothing changes before it is confirmed. */
export async function openProposal(day) {
  const dialog = openDialog({
    title: t("board_trouble.proposal.title"), wide: true, ended: () => day.load(), close: t("board_trouble.proposal.leave"),
    body: el("p", { role: "status" }, t("board_trouble.proposal.working")),
  });
  await propose(day, dialog);
}

/** Put a proposal into a dialog, below what is to be known besides. */
export async function propose(day, dialog, first = []) {
  try {
    await day.load();
    const { data, version } = await ask("POST", `/days/${day.date}/replans`, { body: { seconds: 1 }, version: day.version, key: newKey() });
    dialog.set([...first, ...shownOf(day, data)], [{ text: t("board_trouble.proposal.confirm"), kind: "primary", act: () => confirm(day, data.version, version) }]);
  } catch (error) {
    const again = { text: t("board_trouble.proposal.again"), act: async () => (await propose(day, dialog, first), false) };
    dialog.set([...first, el("p", {}, t("board_trouble.proposal.none"))], error.status === 412 || error.status === 409 ? [again] : []);
    dialog.tell(error);
  }
}

async function confirm(day, plan, version) {
  const calls = day.notices.length;
  await ask("POST", `/days/${day.date}/replans/${plan}/confirmation`, { version, key: newKey() });
  await day.load();
  tell(day.notices.length > calls ? t("board_trouble.proposal.done_calls") : t("board_trouble.proposal.done"));
}

function shownOf(day, { comparison, late, left_out: leftOut }) {
  return [
    el("p", { class: "lead" }, t("board_trouble.proposal.intro")),
    late.length > 0 && part(t("board_trouble.proposal.late"), late.map((one) =>
      [whose(day, one.request_id), t("board_trouble.proposal.by", { min: Math.ceil(one.late_s / 60) })])),
    leftOut.length > 0 && part(t("board_trouble.proposal.left_out"), leftOut.map((one) =>
      [whose(day, one.request_id), said(one.summary) || t("board_trouble.proposal.no_reason"), said(one.change)])),
    el("h3", {}, t("board_trouble.proposal.changes")),
    ...comparisonOf(day, comparison),
  ].filter(Boolean);
}

const part = (title, lines) => el("section", { class: "wrong-part" }, el("h3", {}, title),
  el("ul", {}, lines.map(([who, ...rest]) => el("li", {}, el("strong", {}, who), ` – ${rest.filter(Boolean).join(" ")}`))));
