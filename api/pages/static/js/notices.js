// What was done, told at the edge of the page and to screen readers; with a way back where there is one.

import { t } from "./texts.js";

const LASTS_MS = 8000;

/**
 * Tell something.
 *
 * @param {string} text
 * @param {object} [options] - `kind` is "done" or "wrong", which stays until it is closed; `undo` is called to take it back
 */
export function tell(text, { kind = "done", undo } = {}) {
  const notice = document.createElement("div");
  notice.className = `notice ${kind}`;
  const said = document.createElement("p");
  said.textContent = text;
  notice.append(said);
  if (undo) notice.append(button(t("scripts.undo"), () => (notice.remove(), undo())));
  notice.append(button(t("scripts.close"), () => notice.remove()));
  document.getElementById("notices").append(notice);
  if (kind === "done") lasting(notice);
  return notice;
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/** Take a notice away after a while, but never from under somebody's hand or keyboard. */
function lasting(notice) {
  const timer = setInterval(() => {
    if (notice.matches(":hover") || notice.contains(document.activeElement)) return;
    clearInterval(timer);
    notice.remove();
  }, LASTS_MS);
}
