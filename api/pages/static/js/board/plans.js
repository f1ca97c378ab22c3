// What is done to the day as a whole: searching, comparing, publishing, what has happened, and closing it.

import { button } from "../elements.js";
import { t } from "../texts.js";
import { openClosing } from "./dialogs/closing.js";
import { openPublish } from "./dialogs/publish.js";
import { goingOn, openSolve } from "./dialogs/solve.js";
import { openTrouble } from "./dialogs/trouble.js";
import { openVersions } from "./dialogs/versions.js";

/** Put the buttons into the board's head; what cannot be done now is not there. */
export function startPlans(day) {
  const made = [["trouble", openTrouble], ["solve", openSolve], ["versions", openVersions], ["publish", openPublish], ["close", openClosing]]
    .map(([name, act]) => [name, button(t(`board_plans.button.${name}`), () => act(day), { hidden: true })]);
  const buttons = Object.fromEntries(made);
  document.getElementById("board-plans").append(...Object.values(buttons));
  day.addEventListener("day:changed", ({ detail }) => detail.what.has("board") && show(buttons, day.board.day));
  takeUp(day);
}

function show(buttons, { plan, published, closed }) {
  buttons.trouble.hidden = closed || published === null;
  buttons.solve.hidden = closed;
  buttons.versions.hidden = plan === null;
  buttons.publish.hidden = closed || plan === null;
  buttons.publish.classList.toggle("primary", plan !== published);
  buttons.close.hidden = published === null;
}

/** Show a search that was begun before the page was loaded. */
async function takeUp(day) {
  const solve = await goingOn(day).catch(() => null);
  if (solve) day.addEventListener("day:changed", () => openSolve(day), { once: true });
}
