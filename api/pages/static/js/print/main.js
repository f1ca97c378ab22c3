// The button that prints: without scripts the browser's own menu does it.

import "../frame.js";

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
