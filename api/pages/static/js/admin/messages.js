// Messages to clients: tried on oneself, and the rules of when and how they go out.

import "../frame.js";
import { ask } from "../api.js";
import { t } from "../texts.js";
import { cleared, sending, toFirstWrong, wrongAt } from "./form.js";
import { goTelling } from "./told.js";

const MOST = { urgent_before_min: 1440, nearby_min: 120 };
const trial = document.getElementById("trial");
const rules = document.getElementById("rules");

trial?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = new FormData(trial);
  const body = { channel: told.get("channel"), to: told.get("to").trim() };
  const said = document.getElementById("tried");
  said.textContent = t("admin_messages.trying");
  const done = await sending(trial, () => ask("POST", "/carriers/trials", { body }));
  said.textContent = done ? outcome(done.data) : "";
});

function outcome({ taken, filed, why, status }) {
  if (filed) return t("admin_messages.filed");
  if (taken) return t("admin_messages.taken");
  return t("admin_messages.not_taken", { why: t(`admin_messages.why.${why}`) }) + (status ? ` (${status})` : "");
}

rules.addEventListener("submit", async (event) => {
  event.preventDefault();
  cleared(rules);
  const told = new FormData(rules);
  const body = {
    sender: told.get("sender").trim(), language: told.get("language"),
    quiet_from: told.get("quiet_from"), quiet_until: told.get("quiet_until"),
    reminder_at: told.get("reminder_at") || null, plain_letters: told.has("plain_letters"),
  };
  for (const [name, most] of Object.entries(MOST)) {
    const typed = told.get(name).trim();
    body[name] = Number(typed);
    if (!/^\d{1,4}$/.test(typed) || body[name] > most) wrongAt(rules, name);
  }
  for (const name of ["quiet_from", "quiet_until"]) if (!body[name]) wrongAt(rules, name);
  if (rules.querySelector("[aria-invalid]")) return void toFirstWrong(rules);
  const kept = await sending(rules, () => ask("PUT", "/policy/messages", { body, version: rules.dataset.version }));
  if (kept) goTelling(location.pathname, t("admin.kept"));
});
