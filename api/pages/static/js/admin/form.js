// A form that goes through the API: what is refused is said at its field, what is stale or unclear at its head.

import { Refused, sentence } from "../api.js";
import { t } from "../texts.js";

/**
 * Do something that a form asks for; its buttons rest meanwhile.
 *
 * @param {HTMLFormElement} form - with a `.banner`; `data-conflict` names the field that a conflict is about
 * @param {function(): Promise} act
 * @returns {Promise<any>} what it came to; undefined: it was refused, and the form says why
 */
export async function sending(form, act) {
  cleared(form);
  const buttons = [...form.querySelectorAll("button[type=submit]")];
  for (const one of buttons) one.disabled = true;
  try {
    return (await act()) ?? null;
  } catch (error) {
    refused(form, error);
    return undefined;
  } finally {
    for (const one of buttons) one.disabled = false;
  }
}

/** Take away what a form says is wrong. */
export function cleared(form) {
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of form.querySelectorAll(".wrong")) one.hidden = true;
  for (const one of form.querySelectorAll("[data-says]")) one.textContent = "";
}

/** Say at a field, of an id or a name, what is wrong with it; returns whether there is such a field. */
export function wrongAt(form, called, text) {
  const field = form.querySelector(`#${CSS.escape(called)}`) ?? form.querySelector(`[name="${CSS.escape(called)}"]`);
  const place = field && form.querySelector(`#${CSS.escape(`${field.id}-wrong`)}`);
  if (!place) return false;
  place.textContent = text || place.dataset.says;
  place.hidden = false;
  field.setAttribute("aria-invalid", "true");
  return true;
}

/** Go to the first field that is wrong. */
export function toFirstWrong(form) {
  form.querySelector("[aria-invalid=true]:not([hidden])")?.focus();
}

/** Say at the head of a form what is wrong with all of it. */
export function wrong(form, text, { stale = false } = {}) {
  const banner = form.querySelector(".banner");
  banner.querySelector("p").textContent = text;
  banner.querySelector("[data-reload]").hidden = !stale;
  banner.hidden = false;
  banner.scrollIntoView({ block: "nearest" });
}

/** Return the names by which a problem's place may be called in a form: "body.values.call" is `values.call`, `call`. */
function namesOf(where) {
  const parts = where.split(".");
  return [where, parts.slice(1).join("."), parts.at(-1), parts[1] ?? ""].filter(Boolean);
}

function refused(form, error) {
  if (!(error instanceof Refused)) return wrong(form, sentence(error));
  if (error.status === 412) return wrong(form, t("admin.stale"), { stale: true });
  const places = (error.problem.problems ?? []).map((one) => namesOf(one.where).some((name) => wrongAt(form, name)));
  if (error.kind === "conflict" && form.dataset.conflict) places.push(wrongAt(form, form.dataset.conflict, t("admin.taken")));
  if (places.some(Boolean)) toFirstWrong(form);
  if (!places.length || places.includes(false)) wrong(form, sentence(error));
}

for (const one of document.querySelectorAll("[data-reload]")) one.addEventListener("click", () => location.reload());
for (const one of document.querySelectorAll("dialog [data-close]")) one.addEventListener("click", () => one.closest("dialog").close());
