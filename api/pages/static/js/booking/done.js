// The promise is made: said once more.

import { on } from "./call.js";
import { at } from "./dom.js";

/** Show what was promised. */
export function setUpDone() {
  on("promised", ({ sentence, more = [] }) => {
    at("done").hidden = false;
    at("done-sentence").textContent = sentence;
    at("done-more").replaceChildren(...more);
    at("step-done").focus();
  });
}
