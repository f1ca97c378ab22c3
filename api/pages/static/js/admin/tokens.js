// Keys of machines: made, shown once, revoked.

import "../frame.js";
import { ask, newKey, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { sending } from "./form.js";
import { confirmed } from "./question.js";
import { showOnce } from "./secret.js";
import { goTelling } from "./told.js";

const form = document.getElementById("token");
const at = (id) => document.getElementById(id);
let key = newKey();

at("add").addEventListener("click", () => {
  form.reset();
  key = newKey();
  shown(at("new-token"));
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = new FormData(form);
  const body = { name: told.get("name").trim(), scopes: told.getAll("scopes"), days: Number(told.get("days")) };
  const made = await sending(form, () => ask("POST", "/tokens", { body, key }));
  if (!made) return;
  at("new-token").close();
  await showOnce(made.data.secret);
  goTelling(location.pathname, t("admin_tokens.done.made"));
});

for (const one of document.querySelectorAll("[data-revoke]")) {
  one.addEventListener("click", async () => {
    if (!(await confirmed(one))) return;
    try {
      await ask("DELETE", `/tokens/${encodeURIComponent(one.dataset.revoke)}`);
      goTelling(location.pathname, t("admin_tokens.done.revoked"));
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  });
}
