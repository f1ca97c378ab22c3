// Making elements: attributes, listeners and children in one call; text is always text, never markup.

/**
 * Make an element.
 *
 * @param {string} tag
 * @param {object} [attributes] - `class`, `hidden`, `data-…`, `aria-…`; `onclick` and its like are listeners; null, false and
 *   undefined are left out, true stands alone
 * @param {...(Node|string|null|undefined|false)} children - what is null or false is left out
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") made.addEventListener(name.slice(2), value);
  else made.setAttribute(name, value === true ? "" : String(value));
}

/** Return a button that does something. */
export const button = (text, act, attributes = {}) => el("button", { type: "button", onclick: act, ...attributes }, text);

/** Return a link that phones a number. */
export const phone = (number, text = number, attributes = {}) =>
  el("a", { class: "button", href: `tel:${number.replace(/[^+\d]/g, "")}`, ...attributes }, text);
