// Somebody else has changed the question meanwhile: theirs is looked at, or one's own is kept beside it.

import { shown } from "../dialogs.js";
import { t } from "../texts.js";
import { hand } from "./handing.js";
import { sent } from "./question.js";

/**
 * Ask what is to become of one's own question, now that there is a newer one.
 *
 * @param {object} question - one's own
 * @param {function(): void} leaving - is called before the page is left
 */
export async function mine(question, leaving) {
  const chosen = await shown(document.getElementById("stale"));
  if (!chosen) return;
  leaving();
  if (chosen === "theirs") return location.reload();
  hand({ ...sent(question), id: "", name: t("studies_new.copy_of", { name: question.name }) });
  location.assign("/studies/new");
}

/** Ask before a page is left on which something is typed and not kept. */
export function leave(dirty) {
  addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
}
