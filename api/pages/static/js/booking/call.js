// The call that is on the line: what is known of it so far. Parts of the page listen to what changes.

import { newKey } from "../api.js";

/** What is known of the call. */
export const call = {};
const listeners = new Map();

/** Begin another call. */
export function begin() {
  for (const key of Object.keys(call)) delete call[key];
  Object.assign(call, {
    client: null, home: null, service: null, way: "out", place: null, source: null, second: null, reading: null, words: "",
    enquiry: null, offer: null, instead: null, key: newKey(),
  });
  tell("began");
}

/** Listen to something: "began", "client", "wish", "answered", "promised", "ended", "settled". */
export function on(what, act) {
  listeners.set(what, [...(listeners.get(what) ?? []), act]);
}

/** Tell everybody who listens. */
export function tell(what, value) {
  for (const act of listeners.get(what) ?? []) act(value);
}
