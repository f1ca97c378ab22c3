// The week: read again when something of the town has changed.

import "../frame.js";
import { listen } from "../changes.js";

document.body.addEventListener("dojazd:changed", ({ detail }) => {
  if (detail.why === "stamp") document.body.dispatchEvent(new CustomEvent("week:changed"));
});
listen();
