// Where on the page something is wrong: the reader of files names keys, the page has fields. Pure, but for `show`.

/**
 * Return the paths of fields that a problem may stand at, the nearest first: "scenarios[1].changes[2].vehicle" is also
 * about the change, the scenario and all scenarios.
 */
export function placesOf(path) {
  const found = [];
  for (let left = path; left; left = left.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, "")) found.push(left);
  return found;
}

/** Return the step of the page that a path belongs to. */
export function stepOf(path) {
  const head = path.split(/[.[]/)[0];
  return ["first_day", "days", "seed", "compare_with", "replications", "service_level", "fleet"].includes(head) ? "days" : "scenarios";
}

/** Take away what fields say is wrong with them. */
export function clear(root) {
  for (const one of root.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  for (const one of root.querySelectorAll(".study-wrong")) one.remove();
}

/**
 * Say at the nearest place that the page has what is wrong; returns that place.
 *
 * @param {HTMLElement} root
 * @param {{where: string, text: string}} problem
 */
export function show(root, { where, text }) {
  const place = placesOf(where).map((path) => root.querySelector(`[data-path="${CSS.escape(path)}"]`)).find(Boolean);
  if (!place) return null;
  const told = document.createElement("p");
  told.className = "wrong study-wrong";
  told.id = `wrong-${where.replace(/\W+/g, "-")}`;
  told.textContent = text;
  place.setAttribute("aria-invalid", "true");
  place.setAttribute("aria-describedby", told.id);
  (place.closest(".field") ?? place).append(told);
  return place;
}
