// Whom the town tells: named, tried, removed; the secret is shown once.

import "../frame.js";
import { ask, newKey, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { sending } from "./form.js";
import { confirmed } from "./question.js";
import { showOnce } from "./secret.js";
import { goTelling } from "./told.js";

const form = document.getElementById("hook");
const at = (id) => document.getElementById(id);
let key = newKey();

at("add").addEventListener("click", () => {
  form.reset();
  key = newKey();
  shown(at("new-hook"));
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = new FormData(form);
  const body = { name: told.get("name").trim(), url: told.get("url").trim(), topics: told.getAll("topics") };
  const made = await sending(form, () => ask("POST", "/hooks", { body, key }));
  if (!made) return;
  at("new-hook").close();
  await showOnce(made.data.secret);
  goTelling(location.pathname, t("admin_hooks.done.made"));
});

for (const one of document.querySelectorAll("[data-try]")) {
  one.addEventListener("click", async () => {
    try {
      await ask("POST", `/hooks/${encodeURIComponent(one.dataset.try)}/tries`);
      goTelling(`/admin/hooks/${encodeURIComponent(one.dataset.try)}`, t("admin_hooks.done.tried"));
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  });
}

for (const one of document.querySelectorAll("[data-remove]")) {
  one.addEventListener("click", async () => {
    if (!(await confirmed(one))) return;
    try {
      await ask("DELETE", `/hooks/${encodeURIComponent(one.dataset.remove)}`);
      goTelling(location.pathname, t("admin_hooks.done.removed"));
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  });
}
