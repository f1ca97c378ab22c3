// A returned sheet is typed in: Enter goes on to the next field, Ctrl+Enter sends; what is wrong stands at its row.

import "../frame.js";
import { ask, said, sentence } from "../api.js";
import { t } from "../texts.js";
import { changed, written } from "./rows.js";

const form = document.getElementById("sheet");
const told = document.getElementById("sheet-said");
const path = `/days/${form.dataset.day}/paper-sheets/${encodeURIComponent(form.dataset.shift)}`;
let before = remembered(rows());

function remembered(shown) {
  return new Map(shown.map((row) => [row.stop, written(row)]));
}

function rows() {
  return [...form.querySelectorAll("tbody tr")].map((row) => ({
    stop: Number(row.dataset.stop),
    arrived: row.querySelector("[name=arrived]").value,
    left: row.querySelector("[name=left]").value,
    tasks: [...row.querySelectorAll("select")].flatMap((one) =>
      JSON.parse(one.dataset.tasks).map((task_id) => ({ task_id, outcome: one.value || null })),
    ),
  }));
}

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.matches("button, a")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) form.requestSubmit();
  else next(event.target)?.focus();
});

function next(field) {
  const fields = [...form.querySelectorAll("input, select, button[type=submit]")];
  return fields[fields.indexOf(field) + 1];
}

form.addEventListener("focusin", ({ target }) => target.select?.());

// Whoever left has mostly done what they came for; what was otherwise is chosen.
form.addEventListener("change", ({ target }) => {
  if (target.name !== "left" || !target.value.trim()) return;
  for (const one of target.closest("tr").querySelectorAll("select")) if (!one.value) one.value = "done";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  clear();
  const shown = rows();
  const sent = changed(shown, before);
  if (!sent.length) return (told.textContent = t("sheet.nothing"));
  form.ariaBusy = "true";
  try {
    const { data, version } = await ask("PATCH", path, { body: { rows: sent }, version: form.dataset.version });
    if (data.problems.length) return show(data.problems);
    form.dataset.version = version;
    before = remembered(shown); // not what somebody has typed since
    told.textContent = t("sheet.saved", { rows: sent.length });
  } catch (error) {
    told.textContent = error.status === 412 ? t("sheet.stale") : sentence(error);
  } finally {
    form.ariaBusy = "false";
  }
});

// A whole tour may be typed in and not sent.
addEventListener("beforeunload", (event) => {
  if (changed(rows(), before).length) event.preventDefault();
});

function clear() {
  told.textContent = "";
  for (const one of form.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  for (const one of form.querySelectorAll(".wrong")) one.hidden = true;
}

function show(problems) {
  for (const problem of problems) {
    const row = form.querySelector(`tr[data-stop="${problem.stop}"]`);
    const field = row.querySelector(problem.field === "outcome" ? "select" : `[name=${problem.field}]`);
    const wrong = row.querySelector(".wrong");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", wrong.id);
    wrong.textContent = wrong.hidden ? said(problem.said) : `${wrong.textContent} ${said(problem.said)}`;
    wrong.hidden = false;
  }
  told.textContent = t("sheet.wrong", { rows: new Set(problems.map((one) => one.stop)).size });
  const first = form.querySelector("[aria-invalid]");
  first.focus();
  first.select?.(); // it may have been in focus all the time
}
