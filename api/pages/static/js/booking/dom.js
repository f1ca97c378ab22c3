// Small helpers to find and make elements.

/** Return the element of the page with an id. */
export const at = (id) => document.getElementById(id);

/** Make an element: a tag, its properties, and what is in it (elements or text). */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

/** Show an element with a text; without one, hide it. */
export function told(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

/** Return the value of the chosen radio button of a name. */
export const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";

/** Choose a radio button of a name by its value. */
export function choose(name, value) {
  const found = [...document.querySelectorAll(`input[name="${name}"]`)].find((one) => one.value === value);
  if (found) found.checked = true;
}
