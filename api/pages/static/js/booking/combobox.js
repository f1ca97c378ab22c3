// A field that finds things while one types: a listbox by keyboard, as WAI-ARIA describes it.

import { make } from "./dom.js";

const PAUSE_MS = 120;

/**
 * Let a field find things.
 *
 * @param {HTMLInputElement} input - with aria-controls, the id of its list
 * @param {object} how - `find(text, signal)` returns what was found; `show(one)` returns the content of its option;
 *   `text(one)` what then stands in the field; `pick(one)` is called with what was chosen; `count(number)` says how many
 *   there are; `least` is how many letters are needed
 * @returns {{clear: function, set: function}}
 */
export function combobox(input, { find, show, text, pick, count, least = 2 }) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const status = make("span", { className: "vh", role: "status" });
  input.after(status);
  let found = [];
  let active = -1;
  let timer = 0;
  let asking = null;
  let searching = false;
  let settled = Promise.resolve();

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function draw(items) {
    found = items;
    list.replaceChildren(...items.map((one, k) => make("li", { role: "option", id: `${list.id}-${k}`, "aria-selected": "false" }, ...show(one))));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = count(items.length);
    move(items.length ? 0 : -1);
  }

  function move(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async function search() {
    asking?.abort();
    const typed = input.value.trim();
    if (typed.length < least) return draw([]);
    asking = new AbortController();
    try {
      draw(await find(typed, asking.signal));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  function take(one) {
    close();
    input.value = text(one);
    pick(one);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    searching = true;
    const mine = new Promise((done) => (timer = setTimeout(() => search().then(done, done), PAUSE_MS)));
    mine.then(() => mine === settled && (searching = false));
    settled = mine;
  });
  input.addEventListener("keydown", async (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && open) move((active + 1) % found.length);
    else if (event.key === "ArrowUp" && open) move((active - 1 + found.length) % found.length);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Enter") {
      if (!open && !searching) return; // what stands in the field is meant: the form goes on
      event.preventDefault();
      const pressed = input.value;
      if (pressed.trim().length >= least) await settled; // whoever types fast means what they have typed, not what is shown yet
      if (!list.hidden && found[active] && input.value === pressed) take(found[active]);
      return;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(found[[...list.children].indexOf(option)]);
  });
  input.addEventListener("blur", close);
  return { clear: () => ((input.value = ""), draw([])), set: (value) => ((input.value = value), close()) };
}
