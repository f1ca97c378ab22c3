// Whether the record of who did what is whole: asked for, as a long one takes a while to look through.

import "../frame.js";
import { ask, sentence } from "../api.js";
import { count, t } from "../texts.js";

const button = document.getElementById("check");
const place = document.getElementById("checked");

button.addEventListener("click", async () => {
  button.disabled = true;
  place.className = "help";
  place.textContent = t("admin_audit_check.looking");
  try {
    const { data } = await ask("GET", "/audit/check");
    place.className = data.whole ? "whole" : "wrong";
    place.textContent = data.whole
      ? t("admin_audit_check.whole", { entries: count("admin_audit_check.entries", data.entries) })
      : t("admin_audit_check.damaged", { at: data.at });
  } catch (error) {
    place.className = "wrong";
    place.textContent = sentence(error);
  } finally {
    button.disabled = false;
  }
});
