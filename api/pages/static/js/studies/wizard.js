// A question is written, step by step: nothing is sent before the last one, and nothing is lost by going back.

import "../frame.js";
import { ask, askOnce, sentence } from "../api.js";
import { drawStarts } from "./begin.js";
import { fill, heard } from "./days.js";
import { handed } from "./handing.js";
import { drawLast, wrong } from "./last.js";
import { drawScenarios } from "./scenarios.js";
import { blank, sent, slug, whole } from "./question.js";
import { leave, mine } from "./versions.js";

const STEPS = ["question", "scenarios", "days", "last"];
const form = document.getElementById("study");
const town = JSON.parse(document.getElementById("town").textContent);
const known = { town, kpis: [...form.querySelectorAll("[data-key='replications.kpi'] option")].map((one) => ({ id: one.value, name: one.textContent, unit: one.dataset.unit })), kinds: [] };
const kept = form.dataset.study;
const given = JSON.parse(document.getElementById("given").textContent) ?? handed();
let question = given ? whole(given, town) : blank(town);
let clean = kept ? JSON.stringify(sent(question)) : "";
let now = "question";

const dirty = () => (kept ? JSON.stringify(sent(question)) !== clean : begunWith());
const begunWith = () => Boolean(question.name || question.scenarios.length) && clean !== "kept";

function draw() {
  fill(form, question);
  drawScenarios(document.getElementById("study-scenarios"), question, known);
}

/** Go to a step, and to a place in it. */
function go(step, place) {
  now = step;
  for (const one of form.querySelectorAll("[data-step]")) one.hidden = one.dataset.step !== step;
  for (const one of document.querySelectorAll("[data-to]")) {
    if (one.dataset.to === step) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  }
  form.querySelector("[data-back]").hidden = step === STEPS[0];
  form.querySelector("[data-next]").hidden = step === STEPS.at(-1);
  for (const one of form.querySelectorAll("[data-keep]")) one.hidden = step !== STEPS.at(-1);
  if (step === "days") fill(form, question);
  if (step === "last") last();
  const goal = place ?? form.querySelector(`[data-step=${step}] h2`);
  goal.closest("details")?.setAttribute("open", "");
  goal.focus();
  goal.scrollIntoView({ block: place ? "center" : "nearest" });
}

async function last() {
  if (!question.id) question.id = slug(question.name, town.studies);
  const ready = await drawLast(form, question, known, go);
  for (const one of form.querySelectorAll("[data-keep]")) one.disabled = !ready;
}

/** Keep the question; what somebody else has kept meanwhile is not written over. */
async function keep(play) {
  form.querySelector("#study-told").textContent = "";
  const body = { question: sent(question) };
  try {
    const { data } = kept ? await ask("PUT", `/studies/${encodeURIComponent(kept)}`, { body, version: form.dataset.version }) : await askOnce("POST", "/studies", { body });
    clean = kept ? JSON.stringify(sent(question)) : "kept";
    const address = `/studies/${encodeURIComponent(data.id)}`;
    if (play) await askOnce("POST", `${address}/runs`, { body: {} });
    location.assign(address);
  } catch (error) {
    refused(error);
  }
}

function refused(error) {
  if (error.status === 412) return mine(question, () => (clean = "kept"));
  if (error.problem?.problems?.length) {
    document.getElementById("study-last").replaceChildren(wrong(form, error.problem.problems, go));
    return document.getElementById("study-problems").focus();
  }
  const told = form.querySelector("#study-told");
  told.textContent = sentence(error);
}

form.addEventListener("input", ({ target }) => heard(form, question, target));
form.addEventListener("change", ({ target }) => heard(form, question, target));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (now !== "last") go(STEPS[STEPS.indexOf(now) + 1]);
});
form.querySelector("[data-back]").addEventListener("click", () => go(STEPS[STEPS.indexOf(now) - 1]));
for (const one of document.querySelectorAll("[data-to]")) one.addEventListener("click", () => go(one.dataset.to));
for (const one of form.querySelectorAll("[data-keep]")) one.addEventListener("click", () => keep(one.dataset.keep === "play"));
leave(dirty);

known.kinds = (await ask("GET", "/studies/changes")).data.items;
drawStarts(document.getElementById("study-starts"), town, (begun) => {
  question = { ...begun, id: kept || "" };
  draw();
  go("scenarios");
});
draw();
form.dataset.ready = "";
if (given) go("scenarios");
