// Making parts of the page, and putting new ones in the place of old ones without taking the keyboard from anybody.

/**
 * Make an element.
 *
 * @param {string} name - such as "button" or "p.note": a tag with classes
 * @param {object} [has] - attributes; functions listen ("click"), true is an attribute without a value, null is left out
 * @param {...(Node|string|null|false)} inside
 */
export function el(name, has = {}, ...inside) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(has)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...inside.flat(Infinity).filter((one) => one || one === 0));
  return made;
}

/** Put parts in the place of those that are there; who had the keyboard keeps it, by its `data-key`, and so does what is open. */
export function replaceInside(place, ...parts) {
  const key = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  const had = place.contains(document.activeElement);
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.dataset.key));
  place.replaceChildren(...parts.flat(Infinity).filter(Boolean));
  for (const one of place.querySelectorAll("details")) one.open ||= open.has(one.dataset.key);
  if (had && key) (byKey(place, key) ?? byKey(place, "main") ?? place.querySelector("h2"))?.focus();
}

const byKey = (place, key) => place.querySelector(`[data-key="${CSS.escape(key)}"]`);

/** Return an icon of our own drawing. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const PATHS = {
  call: "M6.5 3.5h3l1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4.500 5.500a2 2 0 0 1 2-2z",
  way: "M12 21s7-6.200 7-11.500a7 7 0 0 0-14 0C5 14.800 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
};
