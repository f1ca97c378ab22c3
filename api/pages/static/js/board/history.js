// What was done to the day here, so that it can be taken back and done again. Pure but for what the steps do.

/** A stack of steps; each is `{said, back, again}`: what it was, and how to take it back or do it again. */
export class History extends EventTarget {
  #done = [];
  #undone = [];
  #busy = false;

  /** @param {(error: Error) => boolean} isFinal - whether what went wrong will go wrong again: the step is given up then */
  constructor(isFinal = () => false) {
    super();
    this.isFinal = isFinal;
  }

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

  /** Take the last step back. @returns {Promise<object|null>} the step; null: there was none */
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
      await step[how]();
      from.splice(from.indexOf(step), 1);
      to.push(step);
      return step;
    } catch (error) {
      if (this.isFinal(error)) from.splice(from.indexOf(step), 1); // else what was done before it could never be reached
      throw error;
    } finally {
      this.#busy = false;
      this.#tell();
    }
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("history:changed"));
  }
}
