// What a move would do, said under the timeline before it is kept; there it is kept, or let go.

import { said } from "../../api.js";
import { time } from "../../clocks.js";
import { count, t } from "../../texts.js";
import { whatIsWrong } from "../hand.js";
import { costOf } from "../money.js";
import { named } from "../naming.js";
import { h } from "./svg.js";

const MOST = 5;

/** The bar under the timeline; `keep(reason)` and `end()` are what its buttons do. */
export class Bar {
  #shown = "";

  constructor(place, { moving, day, keep, end }) {
    Object.assign(this, { moving, day });
    this.text = h("p", { class: "bar-text", role: "status" });
    this.more = h("ul", { class: "bar-more" });
    this.reason = h("input", { id: "bar-reason", maxlength: 200, autocomplete: "off" });
    this.because = h("p", { class: "bar-because", hidden: true }, h("label", { for: "bar-reason" }, t("board.move.reason")), this.reason);
    this.keep = h("button", { type: "submit", class: "primary" }, t("board.move.keep"));
    const stop = h("button", { type: "button", class: "quiet" }, t("board.move.end"));
    this.stop = stop;
    this.form = h("form", { class: "tl-bar", hidden: true, "aria-label": t("board.move.title") }, this.text, this.more, this.because, h("div", { class: "bar-buttons" }, this.keep, stop));
    place.append(this.form);
    stop.addEventListener("click", end);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.keep.disabled) keep(this.reason.value.trim());
    });
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && end());
    this.reason.addEventListener("input", () => this.#allow());
    moving.addEventListener("moving:changed", () => this.show());
    moving.addEventListener("moving:ended", () => this.hide());
  }

  /** Put the keyboard to what comes next: to keep it, or to let it go. */
  focus() {
    (this.keep.disabled ? this.stop : this.keep).focus({ preventScroll: true });
  }

  hide() {
    this.form.hidden = true;
    this.reason.value = "";
    this.text.textContent = this.#shown = "";
  }

  show() {
    this.form.hidden = false;
    const { moving } = this;
    const words = this.#words();
    if (words !== this.#shown) this.text.textContent = this.#shown = words;
    this.more.replaceChildren(...this.#details().map((one) => h("li", {}, one)));
    const acceptable = !moving.aim?.place && !!moving.effect?.accepts?.length;
    this.because.hidden = !acceptable;
    this.keep.textContent = acceptable ? t("board.move.keep_anyway") : t("board.move.keep");
    this.#allow();
  }

  /** Whether what is meant may be kept as things are. */
  get allowed() {
    const { aim, effect, stays } = this.moving;
    if (!aim || stays) return false;
    if (aim.place) return !effect || (!effect.failed && effect.possible !== false);
    return !!effect?.accepts?.length && this.reason.value.trim() !== "";
  }

  #allow() {
    this.keep.disabled = !this.allowed;
  }

  #words() {
    const { moving, day } = this;
    const who = day.request(moving.requestId)?.clients.join(", ") || moving.requestId;
    if (!moving.places) return t("board.move.looking", { who });
    if (!moving.aim) return moving.places.size ? t("board.move.taken_up", { who, shifts: count("board.shifts", moving.places.size) }) : t("board.move.nowhere", { who });
    const row = day.row(moving.aim.shiftId)?.name;
    if (moving.stays) return t("board.move.stays", { who, row, at: time(moving.aim.place.start) });
    if (!moving.aim.place) return t("board.move.does_not_fit", { who, row });
    return t("board.move.fits", { who, row, at: time(moving.aim.place.start), cost: this.#cost() });
  }

  #cost() {
    const { aim, effect } = this.moving;
    return costOf(effect?.possible ? effect.cost_gr : aim.place.costGr);
  }

  #details() {
    const { effect, aim, places } = this.moving;
    if (!aim || !places || this.moving.stays) return [];
    if (!effect) return [t("board.move.asking")];
    if (effect.failed) return [named(this.day, whatIsWrong(effect.failed))];
    const names = (id) => this.day.request(id)?.clients.join(", ") || id;
    const calls = effect.calls.map((id) => t("board.move.call", { who: names(id) }));
    const moved = effect.moved.map((one) => t("board.move.moves", { who: names(one.request_id), before: time(one.before), after: time(one.after) }));
    if (!effect.possible) return effect.broken.length ? effect.broken.map((one) => named(this.day, said(one.text))) : [t("board.move.too_much")];
    return calls.length + moved.length ? shortened([...calls, ...moved]) : [t("board.move.nobody")];
  }
}

/** Return the first few lines, and how many more there are. */
function shortened(lines) {
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST - 1), t("board.move.more", { n: lines.length - MOST + 1 })];
}
