// Small help with the page's own elements.

/** Return the element of an id. */
export const at = (id) => document.getElementById(id);

/** Show a part of the page, or hide it. */
export function show(id, visible) {
  at(id).hidden = !visible;
}

/** Say something in a place that is there for it; what says nothing and is an alert is hidden. */
export function told(id, text) {
  const place = at(id);
  place.textContent = text;
  if (place.getAttribute("role") === "alert") place.hidden = !text;
}
