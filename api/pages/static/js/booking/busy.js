// While the office's computer thinks nothing else of the call can be done, and it says what it is doing.

import { call } from "./call.js";
import { at, told } from "./dom.js";

/**
 * Do something that takes a while.
 *
 * @param {string} place - id of the element that says what is being done
 * @param {string} text
 * @param {function} act
 */
export async function busy(place, text, act) {
  if (call.busy) return undefined;
  call.busy = true;
  told(at(place), text);
  try {
    return await act();
  } finally {
    call.busy = false;
    told(at(place), "");
  }
}
