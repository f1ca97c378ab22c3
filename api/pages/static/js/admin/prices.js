// The prices: typed in złoty and per cent, looked at once more, kept all together.

import "../frame.js";
import { ask } from "../api.js";
import { shown } from "../dialogs.js";
import { el } from "../elements.js";
import { count, t } from "../texts.js";
import { typed } from "./amounts.js";
import { cleared, sending, toFirstWrong, wrongAt } from "./form.js";
import { goTelling } from "./told.js";

const form = document.getElementById("prices");
const inputs = [...form.querySelectorAll("input[data-per]")];
const text = (id) => document.getElementById(id).textContent;
const isOther = (one) => typed(one.value, Number(one.dataset.per)) !== typed(one.dataset.before, Number(one.dataset.per));

form.addEventListener("input", () => {
  const others = inputs.filter(isOther).length;
  document.getElementById("changed").textContent = others ? t("admin_prices.changed", { prices: count("admin_prices.prices", others) }) : "";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = read();
  const others = inputs.filter(isOther);
  if (!values) return;
  if (!others.length) {
    document.getElementById("changed").textContent = t("admin_prices.unchanged");
    return;
  }
  document.getElementById("review-list").replaceChildren(...others.map(line));
  if ((await shown(document.getElementById("review"))) !== "yes") return;
  const kept = await sending(form, () => ask("PUT", "/policy/prices", { body: { values }, version: form.dataset.version }));
  if (kept) goTelling(location.pathname, t("admin_prices.done"));
});

/** Return all prices by key, in small units; null: something typed is no number, and the form says what. */
function read() {
  cleared(form);
  const values = {};
  for (const one of inputs) {
    values[one.id] = typed(one.value, Number(one.dataset.per));
    if (values[one.id] === null) wrongAt(form, one.id);
  }
  toFirstWrong(form);
  return inputs.some((one) => values[one.id] === null) ? null : values;
}

function line(one) {
  const name = form.querySelector(`label[for="${one.id}"]`).textContent;
  const says = t("admin_prices.from_to", { before: one.dataset.before, after: one.value.trim(), unit: text(`${one.id}-unit`) });
  return el("li", {}, el("strong", {}, name), el("span", { class: "num" }, says), el("small", {}, text(`${one.id}-more`)));
}
