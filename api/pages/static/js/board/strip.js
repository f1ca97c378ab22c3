// The strip below the board: what somebody has to look at, the most urgent first, and whom to phone.

import { said } from "../api.js";
import { button, el } from "../elements.js";
import { t } from "../texts.js";
import { alertLine } from "./strip/alerts.js";
import { callLine, due } from "./strip/calls.js";
import { show } from "./strip/lists.js";
import { inOrder, writtenLine } from "./strip/written.js";

const CALLS = "calls";
const ALL = "all";

/** Begin to show what has to be looked after on a day. */
export function startStrip(day) {
  const strip = new Strip(day, document.querySelector("#board-strip .board-body"));
  day.addEventListener("day:changed", ({ detail }) => {
    if (["alerts", "notices", "messages", "board"].some((what) => detail.what.has(what))) strip.draw();
    if (detail.what.has("alerts")) strip.tellNew();
  });
  day.addEventListener("day:calls", () => strip.choose(CALLS));
  return strip;
}

class Strip {
  #day;
  #chosen = ALL;
  #told = null;

  constructor(day, place) {
    this.#day = day;
    this.kinds = el("div", { class: "strip-kinds", role: "group", "aria-label": t("board_strip.kinds") });
    this.list = el("ul", { class: "strip-list", tabindex: "-1", "aria-label": t("board_strip.list") });
    this.nothing = el("p", { class: "strip-nothing", hidden: true }, t("board_strip.nothing"));
    this.news = el("p", { class: "vh", role: "status", "aria-live": "polite" });
    place.replaceChildren(this.kinds, this.nothing, this.list, this.news);
  }

  /** Show the day's alerts and calls as they are now. */
  draw() {
    const { alerts, notices, messages } = this.#day;
    const calls = due(notices);
    const kinds = [...new Set(alerts.map((one) => one.kind))];
    if (![ALL, CALLS, ...kinds].includes(this.#chosen)) this.#chosen = ALL;
    this.#drawKinds(alerts, kinds, calls.length);
    const shown = this.#chosen === CALLS ? [] : alerts.filter((one) => [ALL, one.kind].includes(this.#chosen));
    const told = inOrder(messages).map((one) => ({ message: one }));
    const lines = this.#chosen === CALLS ? [...calls.map((one) => ({ call: one })), ...told] : shown.map((one) => ({ alert: one }));
    show(this.list, lines, ({ alert, call, message }) => (call ?? message ?? alert).id, (one) => this.#line(one));
    this.nothing.hidden = lines.length > 0;
  }

  #line({ alert, call, message }) {
    if (message) return writtenLine(this.#day, message);
    return call ? callLine(this.#day, call) : alertLine(this.#day, alert);
  }

  #drawKinds(alerts, kinds, calls) {
    const numbers = [{ kind: ALL, n: alerts.length }, ...kinds.map((kind) => ({ kind, n: alerts.filter((one) => one.kind === kind).length }))];
    show(this.kinds, [...numbers, { kind: CALLS, n: calls }].map((one) => ({ ...one, pressed: one.kind === this.#chosen })),
      ({ kind }) => kind, ({ kind, n, pressed }) =>
        button([t(`board_strip.kind.${kind}`), el("span", { class: "num strip-number" }, String(n))], () => this.choose(kind), {
          class: "strip-kind", "aria-pressed": String(pressed),
        }));
  }

  /** Show one kind of what there is to look after. */
  choose(kind) {
    this.#chosen = kind;
    this.draw();
    this.list.scrollTop = 0;
  }

  /** Tell screen readers of what was not there before; not of all that is there when the page opens. */
  tellNew() {
    const [known, { alerts }] = [this.#told, this.#day];
    this.#told = new Set(alerts.map((one) => one.id));
    const fresh = known ? alerts.filter((one) => !known.has(one.id)) : [];
    if (fresh.length) this.news.textContent = t("board_strip.news", { what: fresh.map((one) => said(one.said)).join(" ") });
  }
}
