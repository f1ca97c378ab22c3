// The timeline by mouse or pen: pointing at a stop chooses it, dragging takes it up. A finger scrolls.

const FAR_PX = 6;
const EDGE_PX = 40;

/**
 * Listen to the pointer.
 *
 * @param {HTMLElement} place - where something can be taken up: the timeline's canvas, or the list beside it
 * @param {View} view
 * @param {object} does - `found(element)` gives what is to be moved, or null; `click(thing, event)`; `hand` is what drags
 *   (`Dragging`)
 */
export function listenToPointer(place, view, does) {
  place.addEventListener("pointerdown", (event) => {
    const thing = event.button === 0 ? does.found(event.target) : null;
    if (!thing) return;
    const drag = new Drag(thing, event, view, does);
    drag.listen();
  });
}

class Drag {
  #listeners = new AbortController();
  #frame = 0;
  #begun = false;

  constructor(thing, event, view, does) {
    Object.assign(this, { thing, view, does, from: event, last: event });
    const under = view.under(event.clientX, event.clientY);
    this.grabMs = under && thing.start !== undefined ? under.at - thing.start : 0;
  }

  listen() {
    const { signal } = this.#listeners;
    addEventListener("pointermove", (event) => this.#move(event), { signal });
    addEventListener("pointerup", (event) => this.#up(event), { signal });
    addEventListener("pointercancel", () => this.#stop(true), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && this.#stop(true), { signal });
  }

  #move(event) {
    this.last = event;
    const far = Math.hypot(event.clientX - this.from.clientX, event.clientY - this.from.clientY) > FAR_PX;
    if (!this.#begun && far && event.pointerType !== "touch") {
      this.#begun = true;
      document.body.classList.add("tl-dragging");
      this.does.hand.begin(this.thing);
    }
    if (this.#begun && !this.#frame) this.#frame = requestAnimationFrame(() => this.#aim());
  }

  #aim() {
    this.#frame = 0;
    if (this.#listeners.signal.aborted) return;
    const { clientX, clientY } = this.last;
    const under = this.view.under(clientX, clientY);
    if (under) this.does.hand.over(under.row.id, under.at - this.grabMs);
    else this.does.hand.out();
    if (this.#scrollAtEdge(clientX, clientY)) this.#frame = requestAnimationFrame(() => this.#aim());
  }

  #scrollAtEdge(x, y) {
    const box = this.view.scroller.getBoundingClientRect();
    const step = (at, low, high) => (at < low + EDGE_PX && at > low - EDGE_PX ? -9 : at > high - EDGE_PX && at < high + EDGE_PX ? 9 : 0);
    const inside = y > box.top && y < box.bottom && x > box.left && x < box.right;
    const [dx, dy] = inside ? [step(x, box.left + this.view.head, box.right), step(y, box.top, box.bottom)] : [0, 0];
    this.view.scroller.scrollBy(dx, dy);
    return dx || dy;
  }

  #up(event) {
    if (!this.#begun) this.does.click(this.thing, event);
    else if (this.view.under(event.clientX, event.clientY)) this.#dropped();
    else this.does.hand.end();
    this.#stop(false);
  }

  #dropped() {
    this.#aim();
    this.does.hand.drop();
  }

  #stop(given) {
    this.#listeners.abort();
    cancelAnimationFrame(this.#frame);
    document.body.classList.remove("tl-dragging");
    if (given && this.#begun) this.does.hand.end();
  }
}
