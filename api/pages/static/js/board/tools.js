// The buttons of the timeline: undo, redo, zoom, now, and the same as a table.

import { now } from "../clocks.js";
import { shown } from "../dialogs.js";
import { t } from "../texts.js";
import { h, s } from "./timeline/svg.js";

const ICONS = {
  undo: "M8 6L4 10l4 4M4 10h9a5 5 0 0 1 0 10h-3",
  redo: "M16 6l4 4l-4 4M20 10h-9a5 5 0 0 0 0 10h3",
  less: "M6 12h12",
  more: "M6 12h12M12 6v12",
  now: "M12 4a8 8 0 1 0 .01 0M12 8v4l3 2",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  keys: "M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 15h8",
};
const KEYS = ["arrows", "ends", "enter", "space", "m", "f", "p", "undo", "redo", "zoom", "escape"];

/** Put the buttons into the board's head. */
export function startTools(place, { timeline, work, history }) {
  const button = (name, act) => {
    const icon = s("svg", { viewBox: "0 0 24 24", class: "tool-icon", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
    const made = h("button", { type: "button", class: "quiet tool", "aria-label": t(`board.tool.${name}`), title: t(`board.tool.${name}`) }, icon);
    made.addEventListener("click", act);
    return made;
  };
  const undo = button("undo", () => work.step("undo"));
  const redo = button("redo", () => work.step("redo"));
  const table = button("table", () => {
    const is = table.getAttribute("aria-pressed") !== "true";
    table.setAttribute("aria-pressed", String(is));
    timeline.asTable(is);
  });
  table.setAttribute("aria-pressed", "false");
  const { view } = timeline;
  place.append(undo, redo, button("less", () => view.zoomBy(-1)), button("more", () => view.zoomBy(1)), button("now", () => view.goTo(now().getTime())), table, button("keys", showKeys));
  const allow = () => {
    undo.setAttribute("aria-disabled", String(!history.next.back));
    redo.setAttribute("aria-disabled", String(!history.next.again));
  };
  history.addEventListener("history:changed", allow);
  allow();
  document.addEventListener("keydown", (event) => stepKey(event, work));
}

/** Take Ctrl+Z and its like wherever the keyboard is, but where somebody writes. */
function stepKey(event, work) {
  const letter = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(letter)) return;
  if (event.target.closest?.("input:not([type=checkbox]),textarea,select,dialog")) return;
  event.preventDefault();
  work.step(letter === "y" || event.shiftKey ? "redo" : "undo");
}

/** Show which keys there are. */
async function showKeys() {
  const lines = KEYS.flatMap((name) => [h("dt", {}, h("kbd", {}, t(`board.key.${name}`))), h("dd", {}, t(`board.key_does.${name}`))]);
  const dialog = h("dialog", { "aria-labelledby": "keys-title" }, h("form", { method: "dialog" },
    h("h2", { id: "keys-title" }, t("board.tool.keys")), h("p", { class: "help" }, t("board.key_does.where")), h("dl", { class: "key-list" }, ...lines),
    h("div", { class: "actions" }, h("button", { type: "submit", value: "" }, t("scripts.close")))));
  document.body.append(dialog);
  await shown(dialog);
  dialog.remove();
}
