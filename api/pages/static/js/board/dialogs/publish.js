// Publishing a plan: what is another for whoever knows the one before, and who has to be told; and taking it back.

import { ask, askOnce, said } from "../../api.js";
import { el } from "../../elements.js";
import { tell } from "../../notices.js";
import { count, t } from "../../texts.js";
import { callsInWords, comparisonOf, whose } from "./comparison.js";
import { named } from "../naming.js";
import { openDialog } from "./dialog.js";
import { openProposal } from "./proposal.js";

/** Show what publishing would change, and do it if it is wished. */
export async function openPublish(day) {
  const { plan, published } = day.board.day;
  if (day.board.day.left_out.length) return openLeftOut(day);
  if (plan === null) return openDialog({ title: t("board_plans.publish.title"), body: el("p", {}, t("board_plans.publish.no_plan")) });
  const publish = { text: t("board_plans.publish.now"), kind: "primary", act: () => done(day) };
  const withdraw = { text: t("board_plans.publish.withdraw"), kind: "danger", act: () => openWithdraw(day) };
  const first = [el("p", {}, t("board_plans.publish.first", { served: count("board_plans.publish.requests", servedIn(day)) }))];
  if (published === null) return openDialog({ title: t("board_plans.publish.title"), body: first, actions: [publish] });
  if (published === plan) {
    return openDialog({ title: t("board_plans.publish.title"), body: el("p", {}, t("board_plans.publish.known")), actions: [withdraw] });
  }
  const dialog = openDialog({ title: t("board_plans.publish.title"), body: el("p", { role: "status" }, t("board_strip.who.loading")), wide: true });
  try {
    const { data } = await ask("GET", `/days/${day.date}/plans/${published}/comparison/${plan}`);
    const calls = data.calls.length ? t("board_plans.publish.calls", { people: callsInWords(data.calls.length) }) : t("board_plans.publish.no_calls");
    dialog.set([el("p", { class: "lead" }, calls), ...comparisonOf(day, data)], [publish, withdraw]);
  } catch (error) {
    dialog.tell(error);
  }
}

async function done(day) {
  await askOnce("POST", `/days/${day.date}/publication`, { version: day.version });
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
        await askOnce("DELETE", `/days/${day.date}/publication`, { version: day.version });
        await day.load();
        tell(t("board_plans.publish.withdrawn"));
        day.dispatchEvent(new CustomEvent("day:calls"));
      },
    }],
  });
}

const servedIn = ({ board }) => Object.keys(board.requests).length - board.unassigned.length - board.open_returns.length;

/** Show whose promise the plan does not hold: it cannot be published like that, and what can be done instead. */
function openLeftOut(day) {
  const { left_out: leftOut, published } = day.board.day;
  const replan = { text: t("board_strip.remedy.replan"), kind: "primary", act: () => void openProposal(day) };
  const line = ({ request_id: id, reason: { summary, change } }) => el("li", {},
    el("strong", {}, whose(day, id)), el("span", { class: "help" }, day.request(id)?.service ?? ""),
    el("p", {}, named(day, [said(summary), said(change)].filter(Boolean).join(" "))),
    el("a", { class: "button quiet", href: bookingOf(day.request(id)) }, t("board_plans.publish.other_time")));
  return openDialog({
    title: t("board_plans.publish.title"), wide: true, actions: published === null ? [] : [replan],
    body: [el("p", { class: "wrong" }, t("board_plans.publish.left_out")), published !== null && el("p", {}, t("board_plans.publish.running")),
      el("ul", { class: "report" }, leftOut.map(line))],
  });
}

const bookingOf = (request) => `/booking?client=${encodeURIComponent(request?.client_ids[0] ?? "")}`;
