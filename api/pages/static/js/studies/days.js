// Fields that the page itself has, tied to the keys of the question that they name; and the choices among them.

import { el } from "../elements.js";
import { lang, t } from "../texts.js";
import { shown, typed } from "./kinds.js";
import { at, put } from "./question.js";

/** Fill in all tied fields of a form. */
export function fill(form, question) {
  references(form, question);
  for (const field of form.querySelectorAll("[data-key]")) field.value = shown(at(question, field.dataset.key), lang);
  const { half_width: width } = question.replications;
  form.elements.until.value = width === null || width === undefined || width === "" ? "fixed" : "known";
  form.elements.fleet.checked = Boolean(question.fleet);
  arranged(form, question);
}

/** Write down what has been typed or chosen in a field of the page. */
export function heard(form, question, field) {
  if (field.dataset.key) put(question, field.dataset.key, field.dataset.number === undefined ? field.value.trim() : typed(field.value));
  if (field.name === "until") question.replications.half_width = field.value === "known" ? 3 : null;
  if (field.name === "fleet") question.fleet = field.checked ? { like: form.querySelector("[data-key='fleet.like']").options[0].value, most: 4 } : undefined;
  if (["until", "fleet"].includes(field.name)) fill(form, question);
  if (field.dataset.key === "replications.least" && form.elements.until.value === "fixed") atLeast(question);
  arranged(form, question);
}

/** A fixed number of replications is also the most. */
function atLeast({ replications }) {
  if (Number(replications.most) < Number(replications.least)) replications.most = replications.least;
}

function arranged(form, question) {
  const known = form.elements.until.value === "known";
  for (const one of form.querySelectorAll("[data-until]")) one.hidden = one.dataset.until !== (known ? "known" : "fixed");
  for (const one of form.querySelectorAll("[data-fleet]")) one.hidden = !question.fleet;
  const deciding = form.querySelector("[data-key='replications.kpi']").selectedOptions[0];
  form.querySelector("#study-unit").textContent = deciding?.dataset.unit ?? "";
}

/** Let the reference be chosen among the scenarios that there are by now. */
function references(form, question) {
  const all = [{ id: "base", name: t("studies_new.base") }, ...question.scenarios.filter((one) => one.id !== "base")];
  form.querySelector("[data-key=compare_with]").replaceChildren(...all.map((one) => el("option", { value: one.id }, one.name)));
}
