// A button that unfolds what is not done every hour; closed by Escape, by a press elsewhere, or when something is chosen.

import { button, el } from "../elements.js";

/**
 * Make a menu.
 *
 * @param {string} text - what its button says
 * @param {[string, string, () => any][]} entries - name, text, and what it does
 * @returns {{element: HTMLElement, allow: (names: string[]) => void}} `allow` says which entries are there
 */
export function menu(text, entries) {
  const list = el("ul", { class: "menu-list", hidden: true });
  const opener = button([text, el("span", { "aria-hidden": "true" }, " ▾")], () => open(list.hidden), { "aria-expanded": "false", class: "quiet" });
  const element = el("div", { class: "menu" }, opener, list);
  const open = (is) => {
    list.hidden = !is;
    opener.setAttribute("aria-expanded", String(is));
    if (is) list.querySelector("li:not([hidden]) button")?.focus();
  };
  const made = entries.map(([name, said, act]) => [name, el("li", {}, button(said, () => (open(false), opener.focus(), act()), { class: "quiet" }))]);
  list.append(...made.map(([, item]) => item));
  element.addEventListener("keydown", (event) => {
    const held = shownOf(list);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) (open(false), opener.focus());
    else if (step && !list.hidden) held[(held.indexOf(document.activeElement) + step + held.length) % held.length].focus();
    else return;
    event.preventDefault();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !element.contains(relatedTarget) && open(false));
  document.addEventListener("pointerdown", ({ target }) => element.contains(target) || open(false));
  return { element, allow: (names) => made.forEach(([name, item]) => (item.hidden = !names.includes(name))) };
}

const shownOf = (list) => [...list.querySelectorAll("li:not([hidden]) button")];
