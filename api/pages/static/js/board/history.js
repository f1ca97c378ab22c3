// What was done to the day here, so that it can be taken back and done again. Pure but for what the steps do.

/** A stack of steps; each is `{said, back, again}`: what it was, and how to take it back or do it again. */
export class History extends EventTarget {
  #done = [];
  #undone = [];
  #busy = false;

  /** Remember a step that was just done; what had been taken back before it cannot be done again. */
  add(step) {
    this.#done.push(step);
    this.#undone = [];
    this.#tell();
  }

  /** What would be taken back next, and done again next; null: nothing. */
  get next() {
    return { back: this.#done.at(-1) ?? null, again: this.#undone.at(-1) ?? null };
  }

  /** Take the last step back. @returns {Promise<object|null>} the step; null: there was none, or it could not be */
  undo() {
    return this.#go(this.#done, this.#undone, "back");
  }

  /** Do the step again that was taken back last. */
  redo() {
    return this.#go(this.#undone, this.#done, "again");
  }

  async #go(from, to, how) {
    const step = from.at(-1);
    if (!step || this.#busy) return null;
    this.#busy = true;
    try {
      const did = await step[how]();
      from.splice(from.indexOf(step), 1); // what the day does not let us take back is not offered a second time
      if (did !== false) to.push(step);
      return did === false ? null : step;
    } finally {
      this.#busy = false;
      this.#tell();
    }
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("history:changed"));
  }
}
