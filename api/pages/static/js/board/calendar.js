// Going to another day: a month in the page's own language, whatever the browser's is.

import { dateOf, now } from "../clocks.js";
import { button, el } from "../elements.js";
import { lang, t } from "../texts.js";
import { openDialog } from "./dialogs/dialog.js";
import { daysAfter, monthsAfter, weeksOf } from "./month.js";

const words = (options) => {
  const format = new Intl.DateTimeFormat({ pl: "pl-PL", en: "en-GB" }[lang], { ...options, timeZone: "UTC" });
  return (date) => format.format(new Date(`${date}T12:00Z`));
};
const [monthInWords, dayInWords, weekday] = [
  words({ month: "long", year: "numeric" }), words({ weekday: "long", day: "numeric", month: "long", year: "numeric" }), words({ weekday: "short" }),
];
const STEPS = {
  ArrowLeft: (date) => daysAfter(date, -1), ArrowRight: (date) => daysAfter(date, 1),
  ArrowUp: (date) => daysAfter(date, -7), ArrowDown: (date) => daysAfter(date, 7),
  PageUp: (date) => monthsAfter(date, -1), PageDown: (date) => monthsAfter(date, 1),
};

/** Let a day be chosen, beginning at the one that is shown. */
export function openCalendar(shown) {
  const dialog = openDialog({ title: t("board.choose_day"), body: [] });
  const draw = (date, hold = true) => {
    dialog.set([head(date, draw), grid(date, shown)]);
    if (hold) dialog.element.querySelector(`[href$="${date}"]`).focus();
  };
  dialog.element.addEventListener("keydown", (event) => {
    const date = event.target.dataset?.date;
    if (!date || !STEPS[event.key]) return;
    event.preventDefault();
    draw(STEPS[event.key](date));
  });
  draw(shown);
}

function head(date, draw) {
  const step = (months, sign, name) => button(sign, (event) => {
    const place = [...event.currentTarget.parentElement.children].indexOf(event.currentTarget);
    const form = event.currentTarget.closest("form");
    draw(monthsAfter(date, months), false);
    form.querySelector(".month-head").children[place].focus();
  }, { class: "quiet", "aria-label": t(`board_head.${name}`) });
  return el("div", { class: "month-head" }, step(-1, "‹", "month_before"), el("h3", { "aria-live": "polite" }, monthInWords(date)), step(1, "›", "month_after"));
}

function grid(date, shown) {
  const weeks = weeksOf(date);
  const names = weeks[0].map((day) => el("th", { scope: "col" }, weekday(day)));
  const cell = (day) => el("td", {}, el("a", {
    href: `/board/${day}`, "data-date": day, tabindex: day === date ? null : "-1", "aria-label": dayInWords(day),
    class: day.slice(0, 7) === date.slice(0, 7) ? null : "other", "aria-current": day === shown ? "page" : day === dateOf(now()) ? "date" : null,
  }, String(Number(day.slice(8)))));
  return el("table", { class: "month" }, el("thead", {}, el("tr", {}, names)), el("tbody", {}, weeks.map((week) => el("tr", {}, week.map(cell)))));
}
