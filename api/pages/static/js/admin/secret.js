// Something that opens a door, shown this once: to be copied, and gone from the page afterwards.

import { shown } from "../dialogs.js";
import { t } from "../texts.js";

const at = (id) => document.getElementById(id);

/** Show a secret in the dialog of `secret_dialog` (admin_macros.html), until somebody says that they have it. */
export async function showOnce(secret, picture = "") {
  at("secret").value = secret;
  if (at("secret-picture")) at("secret-picture").src = picture;
  await shown(at("made"));
  at("secret").value = "";
  at("secret-picture")?.removeAttribute("src");
}

at("secret").addEventListener("focus", () => at("secret").select());
at("copy").addEventListener("click", async () => {
  at("secret").select();
  try {
    await navigator.clipboard.writeText(at("secret").value);
    at("copied").textContent = t("admin.copied");
  } catch {
    at("copied").textContent = t("admin.copy_by_hand");
  }
});
