// A question before something is done that cannot be taken back.

import { shown } from "../dialogs.js";

/**
 * Ask what a button's data say (`data-title`, `data-text`), by its own word.
 *
 * @param {HTMLElement} button
 * @returns {Promise<boolean>}
 */
export async function confirmed(button) {
  const dialog = document.getElementById("question");
  dialog.querySelector("#question-title").textContent = button.dataset.title;
  dialog.querySelector("#question-text").textContent = button.dataset.text;
  dialog.querySelector("#question-yes").textContent = button.textContent;
  return (await shown(dialog)) === "yes";
}
