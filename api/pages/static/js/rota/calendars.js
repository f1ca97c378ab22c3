// Calendars of shifts that programs read: made, shown once, shut.

import "../frame.js";
import { sending } from "../admin/form.js";
import { confirmed } from "../admin/question.js";
import { showOnce } from "../admin/secret.js";
import { goTelling } from "../admin/told.js";
import { ask, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";

const form = document.getElementById("calendar");
const dialog = document.getElementById("new-calendar");

document.getElementById("add").addEventListener("click", () => shown(dialog));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [kind, id] = new FormData(form).get("of").split(/:(.*)/s);
  const made = await sending(form, () => ask("POST", "/calendar-feeds", { body: { [kind]: id } }));
  if (!made) return;
  dialog.close();
  await showOnce(made.data.address, made.data.picture);
  goTelling(location.pathname, t("calendars.done.made"));
});

for (const one of document.querySelectorAll("[data-revoke]")) {
  one.addEventListener("click", async () => {
    if (!(await confirmed(one))) return;
    try {
      await ask("DELETE", `/calendar-feeds/${encodeURIComponent(one.dataset.revoke)}`);
      goTelling(location.pathname, t("calendars.done.revoked"));
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  });
}
