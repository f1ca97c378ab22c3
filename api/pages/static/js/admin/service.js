// A service of the catalogue: changed, added, taken out of use.

import "../frame.js";
import { Refused, ask, newKey, sentence } from "../api.js";
import { count, t } from "../texts.js";
import { typed } from "./amounts.js";
import { cleared, sending, toFirstWrong, wrongAt } from "./form.js";
import { confirmed } from "./question.js";
import { goTelling } from "./told.js";

const form = document.getElementById("service");
const at = (id) => document.getElementById(id);
const { id, version } = form.dataset;
const path = `/services/${encodeURIComponent(id)}`;
const key = newKey();
const MINUTE_S = 60;
const ZLOTY_GR = 100;
let colour = null;

at("colour").addEventListener("input", () => (colour = at("colour").value));
at("kind").addEventListener("change", showKind);
showKind();

function showKind() {
  const { value } = at("kind");
  for (const one of document.querySelectorAll("[data-kinds]")) one.hidden = !one.dataset.kinds.split(" ").includes(value);
}

/** Return what the form says; null: something typed is no number, and the form says what. */
function said(offered) {
  cleared(form);
  const told = new FormData(form);
  const kind = told.get("kind");
  const number = (name, per) => {
    const found = typed(told.get(name), per);
    if (found === null) wrongAt(form, name);
    return found;
  };
  const minutes = (name) => (told.get(name).trim() ? number(name, MINUTE_S) : null);
  const body = {
    name: told.get("name").trim(), kind, skill: told.get("skill") || null, offered,
    service_s: number("service_s", MINUTE_S), setup_s: number("setup_s", MINUTE_S), value_gr: number("value_gr", ZLOTY_GR),
    colour: colour ?? (id ? form.dataset.colour : at("colour").value),
  };
  if (kind !== "visit") Object.assign(body, { longest_ride_s: minutes("longest_ride_s"), pooling: told.get("pooling") });
  if (kind === "ride") Object.assign(body, { help_s: helpTimes(minutes), attendant_levels: told.getAll("attendant_levels") });
  if (!body.name) wrongAt(form, "name");
  if (!form.querySelector("[aria-invalid=true]")) return body;
  toFirstWrong(form);
  return null;
}

function helpTimes(minutes) {
  const levels = ["kerb", "door", "flat"].map((level) => [level, minutes(`help_s.${level}`)]);
  return Object.fromEntries(levels.filter(([, seconds]) => seconds));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = said(form.dataset.offered === "yes");
  if (!body) return;
  const kept = await sending(form, () => (id ? ask("PUT", path, { body, version }) : ask("POST", "/services", { body, key })));
  if (!kept) return;
  if (!id) return goTelling(`/admin/services/${encodeURIComponent(kept.data.id)}`, t("admin_services.done.made"));
  const days = kept.data.days.length;
  goTelling(location.pathname, days ? t("admin_services.done.days", { days: count("admin_services.days", days) }) : t("admin.kept"));
});

at("retire")?.addEventListener("click", async () => {
  if (await confirmed(at("retire"))) await offering(false, t("admin_services.done.retired"));
});
at("offer")?.addEventListener("click", () => offering(true, t("admin_services.done.offered")));

/** Keep the service as it is in the catalogue, but for whether it is offered: what is typed meanwhile is not kept by that. */
async function offering(offered, done) {
  const place = at("use-wrong");
  place.hidden = true;
  try {
    const { data } = await ask("GET", path);
    const { id: _id, ...body } = data;
    await ask("PUT", path, { body: { ...body, offered }, version });
    goTelling(location.pathname, done);
  } catch (error) {
    place.textContent = error instanceof Refused && error.status === 412 ? t("admin.stale") : sentence(error);
    place.hidden = false;
  }
}
