// Publishing a plan: what is another for whoever knows the one before, and who has to be told; and taking it back.

import { ask, newKey } from "../../api.js";
import { el } from "../../elements.js";
import { tell } from "../../notices.js";
import { count, t } from "../../texts.js";
import { callsInWords, comparisonOf } from "./comparison.js";
import { openDialog } from "./dialog.js";

/** Show what publishing would change, and do it if it is wished. */
export async function openPublish(day) {
  const { plan, published } = day.board.day;
  if (plan === null) return openDialog({ title: t("board_plans.publish.title"), body: el("p", {}, t("board_plans.publish.no_plan")) });
  const publish = { text: t("board_plans.publish.now"), kind: "primary", act: () => done(day) };
  const withdraw = { text: t("board_plans.publish.withdraw"), kind: "danger", act: () => openWithdraw(day) };
  const first = [el("p", {}, t("board_plans.publish.first", { served: count("board_plans.publish.requests", servedIn(day)) })), missing(day)];
  if (published === null) return openDialog({ title: t("board_plans.publish.title"), body: first.filter(Boolean), actions: [publish] });
  if (published === plan) {
    return openDialog({ title: t("board_plans.publish.title"), body: el("p", {}, t("board_plans.publish.known")), actions: [withdraw] });
  }
  const dialog = openDialog({ title: t("board_plans.publish.title"), body: el("p", { role: "status" }, t("board_strip.who.loading")), wide: true });
  try {
    const { data } = await ask("GET", `/days/${day.date}/plans/${published}/comparison/${plan}`);
    const calls = data.calls.length ? t("board_plans.publish.calls", { people: callsInWords(data.calls.length) }) : t("board_plans.publish.no_calls");
    dialog.set([el("p", { class: "lead" }, calls), missing(day), ...comparisonOf(day, data)].filter(Boolean), [publish, withdraw]);
  } catch (error) {
    dialog.tell(error);
  }
}

async function done(day) {
  await ask("POST", `/days/${day.date}/publication`, { version: day.version, key: newKey() });
  await day.load();
  tell(t("board_plans.publish.done"));
  day.dispatchEvent(new CustomEvent("day:calls"));
}

function openWithdraw(day) {
  openDialog({
    title: t("board_plans.publish.withdraw_title"), body: el("p", {}, t("board_plans.publish.withdraw_text")),
    actions: [{
      text: t("board_plans.publish.withdraw_now"), kind: "danger",
      act: async () => {
        await ask("DELETE", `/days/${day.date}/publication`, { version: day.version, key: newKey() });
        await day.load();
        tell(t("board_plans.publish.withdrawn"));
        day.dispatchEvent(new CustomEvent("day:calls"));
      },
    }],
  });
}

const servedIn = ({ board }) => Object.keys(board.requests).length - board.unassigned.length - board.open_returns.length;

/** Return a warning if promises have no place in the plan. */
function missing({ board }) {
  const lost = board.day.left_out.length;
  return lost ? el("p", { class: "wrong" }, t("board_plans.publish.left_out", { people: callsInWords(lost) })) : null;
}
