// Scenarios side by side, the town as it is among them, and below them what is varied in combination.

import { button, el } from "../elements.js";
import { t } from "../texts.js";
import { changesOf } from "./changes.js";
import { labelled } from "./fields.js";
import { addFactor, addLevel, addScenario, combinations, removeScenario } from "./question.js";

/**
 * Draw the scenarios and factors of a question; they are drawn anew when one comes or goes.
 *
 * @param {HTMLElement} root
 * @param {object} question
 * @param {object} known - `kinds` and `town`
 */
export function drawScenarios(root, question, known) {
  const again = (focus) => {
    root.replaceChildren(columns(question, known, again), design(question, known, again));
    if (focus) root.querySelector(focus)?.focus();
  };
  again();
}

function columns(question, known, again) {
  const list = question.scenarios.map((one, place) => {
    const path = `scenarios[${place + 1}]`;
    const remove = () => (removeScenario(question, place), again("#study-add-scenario"));
    return el(
      "li", { class: "card study-scenario", "data-path": path },
      named(one, `${path}.name`, t("studies_new.scenario_name")),
      changesOf(one, path, known),
      button(t("studies_new.remove_scenario"), remove, { class: "quiet danger" }),
    );
  });
  const add = () => (addScenario(question, t("studies_new.scenario", { number: question.scenarios.length + 1 })), again(`[data-path="scenarios[${question.scenarios.length}].name"]`));
  return el(
    "ul", { class: "study-scenarios", "data-path": "scenarios" },
    el("li", { class: "card study-scenario study-base" }, el("h3", {}, t("studies_new.base")), el("p", { class: "help" }, t("studies_new.base_help"))),
    list,
    el("li", { class: "study-more" }, button(t("studies_new.add_scenario"), add, { id: "study-add-scenario" })),
  );
}

function named(part, path, name) {
  return labelled(name, el("input", { value: part.name, maxlength: 200, autocomplete: "off", "data-path": path, oninput: (event) => (part.name = event.target.value.trim()) }));
}

function design(question, known, again) {
  const add = () => (addFactor(question, t("studies_new.factor", { number: question.factors.length + 1 }), ["1", "2"].map((number) => t("studies_new.level", { number }))), again(`[data-path="factors[${question.factors.length}].name"]`));
  return el(
    "details", { class: "study-design", open: question.factors.length > 0, "data-path": "factors" },
    el("summary", {}, t("studies_new.design")),
    el("p", { class: "help" }, t("studies_new.design_help")),
    question.factors.map((one, place) => factor(question, one, place, known, again)),
    el("p", {}, button(t("studies_new.add_factor"), add, { id: "study-add-factor" })),
    question.factors.length ? sampled(question) : null,
  );
}

function factor(question, one, place, known, again) {
  const path = `factors[${place + 1}]`;
  const more = () => (addLevel(one, t("studies_new.level", { number: one.levels.length + 1 })), again(`[data-path="${path}.levels[${one.levels.length}].name"]`));
  const remove = () => (question.factors.splice(place, 1), again("#study-add-factor"));
  return el(
    "section", { class: "study-factor", "data-path": path, "aria-label": one.name },
    named(one, `${path}.name`, t("studies_new.factor_name")),
    one.varies
      ? el("p", { "data-path": `${path}.varies` }, t("studies_new.varies", { key: one.varies, low: one.from, high: one.to }))
      : el("ul", { class: "study-scenarios", "data-path": `${path}.levels` }, one.levels.map((level, number) => levelOf(one, level, number, path, known, again)),
        el("li", { class: "study-more" }, button(t("studies_new.add_level"), more))),
    button(t("studies_new.remove_factor"), remove, { class: "quiet danger" }),
  );
}

function levelOf(factor, level, number, path, known, again) {
  const own = `${path}.levels[${number + 1}]`;
  const remove = () => (factor.levels.splice(number, 1), again(`[data-path="${path}.name"]`));
  return el(
    "li", { class: "card study-scenario", "data-path": own },
    named(level, `${own}.name`, t("studies_new.level_name")),
    changesOf(level, own, known),
    factor.levels.length > 2 ? button(t("studies_new.remove_level"), remove, { class: "quiet danger" }) : null,
  );
}

function sampled(question) {
  const set = (event) => {
    const number = Number(event.target.value);
    question.design = event.target.value.trim() ? { samples: Number.isInteger(number) ? number : event.target.value } : undefined;
  };
  const help = t("studies_new.samples_help", { number: combinations(question) });
  return labelled(t("studies_new.samples"), el("input", { class: "study-short", inputmode: "numeric", autocomplete: "off", value: question.design?.samples ?? "", "data-path": "design.samples", oninput: set }), help);
}
