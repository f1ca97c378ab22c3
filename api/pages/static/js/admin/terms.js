// How a service is booked and what its clients pay: kept apart from the service, with the town's rules.

import { ask } from "../api.js";
import { t } from "../texts.js";
import { typed } from "./amounts.js";
import { cleared, sending, toFirstWrong, wrongAt } from "./form.js";
import { goTelling } from "./told.js";

const form = document.getElementById("terms");

/** Return what the form says; null: something typed is no number, and the form says what. */
function said() {
  cleared(form);
  const body = { contribution: {}, holidays: form.elements.holidays.value };
  for (const one of form.querySelectorAll("input[data-per]")) {
    const value = typed(one.value, Number(one.dataset.per));
    if (value === null) wrongAt(form, one.id);
    const [inner, name] = one.id.split(".");
    if (name) body.contribution[name] = value;
    else body[inner] = value;
  }
  for (const name of ["late_gives_back", "no_show_gives_back", "refused_gives_back"]) body[name] = form.elements[name].checked;
  body.contribution.cash = form.elements.cash.checked;
  body.contribution.free_programmes = new FormData(form).getAll("free");
  toFirstWrong(form);
  return form.querySelector("[aria-invalid=true]") ? null : body;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = said();
  if (!body) return;
  const path = `/services/${encodeURIComponent(form.dataset.id)}/terms`;
  const kept = await sending(form, () => ask("PUT", path, { body, version: form.dataset.version }));
  if (kept) goTelling(location.pathname, t("admin_services.done.terms"));
});
