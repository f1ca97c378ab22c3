// The rota: cells of people and days, walked through by arrows; what is in one is changed in dialogs.

import "../frame.js";
import { listen } from "../changes.js";
import { openCell } from "./cell.js";
import { walk } from "./keys.js";
import { forget } from "./names.js";
import { addPattern, changePattern, removePattern } from "./pattern.js";

const rota = document.getElementById("rota");

rota.addEventListener("click", (event) => {
  const cell = event.target.closest("td[data-id]");
  if (cell) openCell(cell);
  const act = event.target.closest("button")?.dataset ?? {};
  if ("addPattern" in act) addPattern();
  if (act.changePattern) changePattern(act.changePattern);
  if (act.removePattern) removePattern(act.removePattern);
});
rota.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td[data-id]");
  if (!cell) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openCell(cell);
  } else {
    walk(cell, event);
  }
});

// A month is wider than a page: today is what somebody looks for first.
const scroller = rota.querySelector(".rota-scroll");
const today = rota.querySelector("thead .today");
if (scroller && today && rota.querySelector(".month")) scroller.scrollLeft = today.offsetLeft - scroller.clientWidth / 2;

let focused = null;
rota.addEventListener("focusin", ({ target }) => {
  const cell = target.closest("td[data-id]");
  if (cell) focused = { id: cell.dataset.id, day: cell.dataset.day };
});
// What was drawn anew keeps the place of whoever walks through it.
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const lost = focused && (document.activeElement === document.body || !document.activeElement);
  const cell = focused && [...detail.target.querySelectorAll("td[data-id]")].find((one) => one.dataset.id === focused.id && one.dataset.day === focused.day);
  if (!cell) return;
  detail.target.querySelectorAll("td[tabindex='0']").forEach((one) => (one.tabIndex = -1));
  cell.tabIndex = 0;
  if (lost) cell.focus();
});

// Asked for when something has changed, not each quarter of a minute; of many changes at once, once.
let soon = 0;
document.body.addEventListener("dojazd:changed", ({ detail }) => {
  if (detail.why !== "stamp" || soon) return;
  soon = setTimeout(() => {
    soon = 0;
    forget();
    document.body.dispatchEvent(new CustomEvent("rota:changed"));
  }, 1_000);
});

listen();
