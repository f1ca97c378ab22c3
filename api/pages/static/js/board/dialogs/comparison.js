// Two plans beside each other, as a table: who moves, who must be phoned, what it costs.

import { time } from "../../clocks.js";
import { el } from "../../elements.js";
import { count, lang, t } from "../../texts.js";

const zloty = new Intl.NumberFormat(lang, { style: "currency", currency: "PLN", signDisplay: "exceptZero" });
const plain = new Intl.NumberFormat(lang, { style: "currency", currency: "PLN" });

/** Return an amount of grosze in złoty. */
export const money = (gr, { signed = false } = {}) => (signed ? zloty : plain).format(gr / 100);

/**
 * Return what is another in a plan.
 *
 * @param {Day} day
 * @param {object} comparison - ComparisonShown
 * @returns {HTMLElement[]}
 */
export function comparisonOf(day, comparison) {
  const { differences, calls, cost_gr: cost, unassigned_must: lost } = comparison;
  if (!differences.length && !cost) return [el("p", {}, t("board_plans.compare.same"))];
  return [
    el("ul", { class: "figures" },
      figure(t("board_plans.compare.moved"), String(differences.length)),
      figure(t("board_plans.compare.calls"), String(calls.length), calls.length > 0),
      figure(t("board_plans.compare.cost"), money(cost, { signed: true })),
      lost > 0 && figure(t("board_plans.compare.lost"), String(lost), true)),
    differences.length > 0 && table(day, differences),
    terms(comparison.terms),
  ].filter(Boolean);
}

const figure = (name, value, alert = false) =>
  el("li", { class: alert ? "figure warn" : "figure" }, el("span", { class: "figure-value num" }, value), el("span", {}, name));

function table(day, differences) {
  const names = ["who", "was", "will", "call"].map((name) => el("th", { scope: "col" }, t(`board_plans.compare.${name}`)));
  const rows = differences.map((one) => el(
    "tr", { class: one.call ? "calls" : null },
    el("th", { scope: "row" }, whose(day, one.request_id), el("span", { class: "help" }, day.request(one.request_id)?.service ?? "")),
    el("td", { class: "num" }, place(day, one.before)), el("td", { class: "num" }, place(day, one.after)),
    el("td", {}, one.call ? el("span", { class: "chip warn" }, t("board_plans.compare.must_call")) : "–"),
  ));
  return el("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": t("board_plans.compare.table") },
    el("table", {}, el("thead", {}, el("tr", {}, names)), el("tbody", {}, rows)));
}

/** Return the people of a request in words. */
export const whose = (day, requestId) => day.request(requestId)?.clients.join(", ") || requestId;

const place = (day, placed) => (placed ? `${time(placed.start)} · ${day.row(placed.shift_id)?.name ?? placed.shift_id}` : t("board_plans.compare.nowhere"));

function terms(found) {
  const lines = Object.entries(found).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  if (!lines.length) return null;
  return el("details", {}, el("summary", {}, t("board_plans.compare.terms")),
    el("table", {}, el("tbody", {}, lines.map(([name, gr]) =>
      el("tr", {}, el("th", { scope: "row" }, t(`board_plans.term.${name}`)), el("td", { class: "num" }, money(gr, { signed: true })))))));
}

/** Return how many people have to be phoned, in words. */
export const callsInWords = (number) => count("board_plans.compare.people", number);
