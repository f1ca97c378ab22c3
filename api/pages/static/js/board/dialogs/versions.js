// All versions of a day's plan, and any two of them beside each other.

import { ask } from "../../api.js";
import { time } from "../../clocks.js";
import { el } from "../../elements.js";
import { t } from "../../texts.js";
import { comparisonOf, money } from "./comparison.js";
import { openDialog } from "./dialog.js";

/** Let two versions be chosen, and show what is another in the second one. */
export async function openVersions(day) {
  const dialog = openDialog({ title: t("board_plans.versions.title"), wide: true, body: el("p", { role: "status" }, t("board_strip.who.loading")) });
  try {
    const { data } = await ask("GET", `/days/${day.date}/plans`);
    const plans = data.items.toReversed();
    if (plans.length < 2) return dialog.set(el("p", {}, t("board_plans.versions.one")));
    choose(day, dialog, plans);
  } catch (error) {
    dialog.tell(error);
  }
}

function choose(day, dialog, plans) {
  const { plan, published } = day.board.day;
  const earlier = published !== null && published !== plan ? published : (plans.find((one) => one.version !== plan) ?? plans[1]).version;
  const [from, to] = [choice("from", plans, earlier, published), choice("to", plans, plan, published)];
  const place = el("div", { "aria-live": "polite" });
  let turn = 0;
  const draw = async () => {
    const mine = (turn += 1);
    try {
      const { data } = await ask("GET", `/days/${day.date}/plans/${from.select.value}/comparison/${to.select.value}`);
      if (mine !== turn) return; // another one was chosen meanwhile
      place.replaceChildren(...comparisonOf(day, data));
      dialog.tell("");
    } catch (error) {
      dialog.tell(error);
    }
  };
  for (const { select } of [from, to]) select.addEventListener("change", draw);
  dialog.set([el("div", { class: "pair" }, from.field, to.field), place]);
  draw();
}

function choice(name, plans, chosen, published) {
  const id = `versions-${name}`;
  const select = el("select", { id }, plans.map((one) => el("option", { value: one.version, selected: one.version === chosen }, told(one, published))));
  return { select, field: el("div", {}, el("label", { for: id }, t(`board_plans.versions.${name}`)), select) };
}

const told = (plan, published) => [
  t("board_plans.versions.version", { version: plan.version, time: time(plan.made_at) }), t(`board_plans.why.${plan.why}`), money(plan.cost_gr),
  plan.unassigned ? t("board_plans.versions.without", { n: plan.unassigned }) : "", plan.version === published ? t("board_plans.versions.published") : "",
].filter(Boolean).join(" · ");
