// What was done is told on the page that follows: it is kept in this tab, until then.

import { tell } from "../notices.js";

const KEY = "dojazd-told";

/** Go to a page and tell there what was done. */
export function goTelling(address, text) {
  sessionStorage.setItem(KEY, text);
  if (new URL(address, location.href).pathname === location.pathname) location.reload();
  else location.assign(address);
}

const kept = sessionStorage.getItem(KEY);
if (kept) {
  sessionStorage.removeItem(KEY);
  tell(kept);
}
