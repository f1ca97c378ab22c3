// Looking for a better plan: for how long, how far it is, and what it came to. It goes on when the page is left.

import { ask, askOnce } from "../../api.js";
import { el } from "../../elements.js";
import { lang, t } from "../../texts.js";
import { comparisonOf, money } from "./comparison.js";
import { openDialog } from "./dialog.js";
import { openPublish } from "./publish.js";

const CHOICES_S = [10, 30, 120, 600];
const LOOK_MS = 700;
const OPEN = new Set(["waiting", "running"]);
const km = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });

/** Return the search of a day that is going on, or null. */
export async function goingOn(day) {
  const { data } = await ask("GET", `/days/${day.date}/solves`);
  return data.items.find((one) => OPEN.has(one.state)) ?? null;
}

/** Begin a search, or take up the one that is going on. */
export async function openSolve(day) {
  const dialog = openDialog({ title: t("board_plans.solve.title"), body: el("p", { role: "status" }, t("board_strip.who.loading")) });
  try {
    const solve = await goingOn(day);
    if (solve) watch(day, dialog, solve);
    else choose(day, dialog);
  } catch (error) {
    dialog.tell(error);
  }
}

function choose(day, dialog) {
  const choices = CHOICES_S.map((seconds) => {
    const id = `solve-${seconds}`;
    const input = el("input", { type: "radio", name: "seconds", id, value: seconds, checked: seconds === 30 });
    return el("li", {}, input, el("label", { for: id }, t(`board_plans.solve.for.s${seconds}`)));
  });
  const start = async () => {
    const seconds = Number(dialog.element.querySelector("[name=seconds]:checked").value);
    const { data } = await askOnce("POST", `/days/${day.date}/solves`, { body: { seconds } });
    watch(day, dialog, data);
    return false;
  };
  dialog.set([el("p", {}, t("board_plans.solve.intro")), el("fieldset", { class: "choices" }, el("legend", {}, t("board_plans.solve.how_long")), el("ul", {}, choices))],
    [{ text: t("board_plans.solve.start"), kind: "primary", act: start }]);
}

function watch(day, dialog, solve) {
  const before = day.board.day.plan;
  const [bar, state] = [el("progress", { max: 1, "aria-label": t("board_plans.solve.progress") }), el("p", { role: "status" })];
  const figures = el("ul", { class: "figures" });
  dialog.set([state, bar, figures, el("p", { class: "help" }, t("board_plans.solve.leave"))],
    [{ text: t("board_plans.solve.cancel"), act: async () => (await ask("DELETE", `/solves/${encodeURIComponent(solve.id)}`), false) }]);
  let lost = false;
  const look = async () => {
    if (!dialog.element.isConnected) return;
    try {
      const { data } = await ask("GET", `/solves/${encodeURIComponent(solve.id)}`);
      if (lost) dialog.tell("");
      lost = false;
      draw(data, { bar, state, figures });
      if (!OPEN.has(data.state)) return void ended(day, dialog, data, before).catch(dialog.tell);
    } catch (error) {
      lost = true;
      dialog.tell(error);
      if (error.status === 401 || error.status === 404) return; // no asking again brings it back
    }
    setTimeout(look, LOOK_MS);
  };
  draw(solve, { bar, state, figures });
  look();
}

function draw(solve, { bar, state, figures }) {
  const told = t(solve.left_here && solve.state === "running" ? "board_plans.solve.left_here" : `board_plans.solve.state.${solve.state}`);
  if (state.textContent !== told) state.textContent = told;
  if (solve.seconds) bar.value = Math.min(1, solve.elapsed_s / solve.seconds);
  if (solve.served === null) return;
  const told_of = [["served", solve.served], ["unassigned", solve.unassigned], ["calls", solve.calls ?? 0], ["km", km.format((solve.distance_m ?? 0) / 1000)], ["cost", money(solve.cost_gr)]];
  figures.replaceChildren(...told_of.map(([name, value]) =>
    el("li", { class: "figure" }, el("span", { class: "figure-value num" }, String(value)), el("span", {}, t(`board_plans.solve.${name}`)))));
}

async function ended(day, dialog, solve, before) {
  await day.load();
  if (solve.failed) return dialog.set(el("p", { class: "wrong" }, t("board_plans.solve.failed")), []);
  if (solve.plan === null || solve.plan === before) return dialog.set(el("p", { role: "status" }, t("board_plans.solve.nothing")), []);
  const { data } = await ask("GET", `/days/${day.date}/plans/${before}/comparison/${solve.plan}`);
  const publish = { text: t("board_plans.publish.title"), kind: "primary", act: async () => void openPublish(day) };
  dialog.set([el("p", { class: "lead", role: "status" }, t("board_plans.solve.found", { version: solve.plan })), ...comparisonOf(day, data)], [publish]);
}
