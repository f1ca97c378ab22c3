// What is chosen on the timeline, said under it, with what can be done to it: for whoever works by mouse or by finger.

import { span } from "../../clocks.js";
import { count, t } from "../../texts.js";
import { whoAt } from "./names.js";
import { h } from "./svg.js";

/** Show what is chosen; `work` does to it what is asked for. */
export function startChoice(place, { timeline, work, moving }) {
  const text = h("p", { class: "bar-text" });
  const open = button("open", () => timeline.open(timeline.chosen[0]));
  const form = button("form", () => work.form(timeline.chosen));
  const pin = button("pin", () => work.pinAll(timeline.chosen));
  const clear = button("clear", () => timeline.clear());
  const bar = h("div", { class: "tl-bar tl-choice", role: "group", "aria-label": t("board.choice.title"), hidden: true }, text,
    h("div", { class: "bar-buttons" }, open, form, pin, clear));
  place.append(bar);
  const show = () => {
    const { chosen } = timeline;
    bar.hidden = !chosen.length || moving.requestId !== null;
    if (bar.hidden) return;
    const [first] = chosen;
    text.textContent = chosen.length > 1 ? count("board.chosen", chosen.length) : `${first.code} · ${whoAt(first)}, ${span(first.start, first.end)}`;
    open.hidden = chosen.length > 1;
    pin.textContent = work.allPinned(chosen) ? t("board.card.unpin") : t("board.card.pin");
  };
  timeline.addEventListener("timeline:chosen", show);
  moving.addEventListener("moving:changed", show);
  moving.addEventListener("moving:ended", show);
}

function button(name, act) {
  const made = h("button", { type: "button" }, t(`board.choice.${name}`));
  made.addEventListener("click", act);
  return made;
}
