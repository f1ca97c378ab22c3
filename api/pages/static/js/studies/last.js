// The last step: the question in words, what is wrong with it, all that will be played, and the file as it will be kept.

import { ask, sentence } from "../api.js";
import { button, el } from "../elements.js";
import { t } from "../texts.js";
import { clear, show, stepOf } from "./problems.js";
import { sent } from "./question.js";
import { changed, told } from "./telling.js";

/**
 * Ask what is to be said of a question, and show it.
 *
 * @param {HTMLElement} form
 * @param {object} question
 * @param {object} known
 * @param {function(string, Element): void} go - to a step, and to a place in it
 * @returns {Promise<boolean>} whether it can be kept
 */
export async function drawLast(form, question, known, go) {
  const root = form.querySelector("#study-last");
  root.setAttribute("aria-busy", "true");
  try {
    const { data } = await ask("POST", "/studies/checking", { body: { question: sent(question) } });
    clear(form);
    root.replaceChildren(...data.problems.length ? [wrong(form, data.problems, go)] : answer(question, known, data));
    return !data.problems.length;
  } catch (error) {
    root.replaceChildren(el("p", { class: "wrong", role: "alert" }, sentence(error)));
    return false;
  } finally {
    root.removeAttribute("aria-busy");
  }
}

/** Say each problem at its field, and all of them here, each with the way to its field. */
export function wrong(form, problems, go) {
  const lines = problems.map((one) => {
    const where = one.path ?? one.where.replace(/^[^.]*\./, ""); // a refusal names the file, too
    const text = explained(where, one);
    const place = show(form, { where, text });
    return el("li", {}, button(text, () => go(stepOf(where), place), { class: "study-to" }));
  });
  return el("section", { class: "wrong", role: "alert", tabindex: "-1", id: "study-problems" }, el("h3", {}, t("studies_new.problems")), el("ul", {}, lines));
}

function explained(where, problem) {
  const key = where.replace(/\[\d+\]/g, "").split(".").at(-1);
  const own = t(`studies_new.wrong.${key}`);
  return own === `studies_new.wrong.${key}` ? t("studies_new.wrong.other", { what: [where, problem.wrong, problem.right].filter(Boolean).join("; ") }) : own;
}

function answer(question, known, { toml, scenarios }) {
  const file = URL.createObjectURL(new Blob([toml], { type: "application/toml" }));
  return [
    el("div", { class: "study-told" }, told(question, known, scenarios).map((one) => el("p", {}, one))),
    el("h3", {}, t("studies_new.all_scenarios")),
    el("ul", { class: "study-all" }, scenarios.map((one) => played(one, question, known))),
    el("details", { class: "study-file" },
      el("summary", {}, t("studies_new.file")),
      el("pre", { tabindex: "0", "aria-label": t("studies_new.file") }, toml),
      el("p", {}, el("a", { class: "button", href: file, download: `${question.id}.toml` }, t("studies_new.download")))),
  ];
}

function played(scenario, question, known) {
  const written = question.scenarios.find((one) => one.id === scenario.id)?.changes ?? [];
  const reference = scenario.id === question.compare_with;
  return el("li", {},
    el("strong", {}, scenario.name || t("studies_new.base")), reference ? [" ", el("span", { class: "chip" }, t("studies_new.reference"))] : null,
    written.length ? el("ul", {}, written.map((one) => el("li", {}, changed(one, known)))) : null);
}
