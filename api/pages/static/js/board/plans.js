// What is done to the day as a whole: one button for what is due, one for what has happened, the rest in a menu.

import { dateOf, now } from "../clocks.js";
import { button } from "../elements.js";
import { t } from "../texts.js";
import { openClosing } from "./dialogs/closing.js";
import { openPublish } from "./dialogs/publish.js";
import { goingOn, openSolve } from "./dialogs/solve.js";
import { openTrouble } from "./dialogs/trouble.js";
import { openVersions } from "./dialogs/versions.js";
import { menu } from "./menu.js";
import { standing } from "./standing.js";

const DOES = { trouble: openTrouble, solve: openSolve, versions: openVersions, publish: openPublish, close: openClosing };
const ALWAYS = "trouble"; // whoever needs it has no time to look for it

/** Put the buttons into the board's head; what cannot be done now is not there. */
export function startPlans(day) {
  const names = Object.keys(DOES);
  const act = (name) => () => DOES[name](day);
  const more = menu(t("board_head.more"), names.map((name) => [name, t(`board_plans.button.${name}`), act(name)]));
  const buttons = names.map((name) => [name, button(t(`board_head.first.${name}`), act(name), { hidden: true })]);
  document.getElementById("board-plans").append(more.element, ...buttons.map(([, made]) => made));
  const show = () => {
    const { first, may } = standing(day.board.day, day.date < dateOf(now()));
    for (const [name, made] of buttons) {
      made.hidden = name !== first && !(name === ALWAYS && may.includes(name));
      made.classList.toggle("primary", name === first);
    }
    const rest = may.filter((name) => name !== first && name !== ALWAYS);
    more.allow(rest);
    more.element.hidden = rest.length === 0;
  };
  day.addEventListener("day:changed", ({ detail }) => detail.what.has("board") && show());
  takeUp(day);
}

/** Show a search that was begun before the page was loaded. */
async function takeUp(day) {
  const solve = await goingOn(day).catch(() => null);
  if (!solve) return;
  if (day.board) openSolve(day);
  else day.addEventListener("day:changed", () => openSolve(day), { once: true });
}
