// How far a run is, for whoever hears the page: a quarter at a time, as the bar moves more often than anybody listens.

import { t } from "../texts.js";

const QUARTER = 25;

/** Return the last whole quarter, in per cent, that has not been told yet; 0: there is none. */
export function quarterOf(percent, told) {
  const now = Math.floor(percent / QUARTER) * QUARTER;
  return now > told ? now : 0;
}

/**
 * Say each quarter of a run once; what it had done when the page was opened is read there.
 *
 * @param {HTMLElement} run - drawn anew, with its bar, whenever something has changed
 * @param {HTMLElement} region - where it is said
 */
export function tellQuarters(run, region) {
  const percent = () => run.querySelector("progress")?.value ?? 0;
  let told = quarterOf(percent(), 0);
  run.addEventListener("htmx:afterSwap", () => {
    const now = quarterOf(percent(), told);
    if (!now) return;
    told = now;
    region.textContent = t("studies_list.so_far", { percent: now });
  });
}
