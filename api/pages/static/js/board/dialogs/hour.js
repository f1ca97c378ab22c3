// A field for an hour, written as people write it here: the browser's own would be in the browser's language.

import { el } from "../../elements.js";
import { t } from "../../texts.js";
import { hourOf } from "../moments.js";

/** Return an input of an hour; what is none makes it invalid. */
export function hourInput(attributes = {}) {
  const input = el("input", { inputmode: "numeric", autocomplete: "off", maxlength: "5", size: "5", class: "hour", placeholder: t("board_head.hour"), ...attributes });
  const check = () => {
    const wrong = input.value.trim() !== "" && hourOf(input.value) === null;
    input.setCustomValidity(wrong ? t("board_head.no_hour") : "");
    input.setAttribute("aria-invalid", String(wrong));
  };
  input.addEventListener("input", check);
  return input;
}
