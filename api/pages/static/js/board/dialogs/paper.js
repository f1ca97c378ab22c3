// A crew's route for whoever has no phone at hand: to be read out, or printed and handed out.

import { ask, said } from "../../api.js";
import { span, time } from "../../clocks.js";
import { el } from "../../elements.js";
import { t } from "../../texts.js";
import { numbers } from "./contacts.js";
import { openDialog } from "./dialog.js";

/** Show the published route of a shift, with a button that prints it. */
export async function openPaper(day, { shift_id: shiftId }) {
  const dialog = openDialog({ title: t("board_strip.paper.title"), wide: true, body: el("p", { role: "status" }, t("board_strip.who.loading")) });
  dialog.element.classList.add("paper");
  try {
    const { data } = await ask("GET", `/itineraries/${day.date}/${encodeURIComponent(shiftId)}`);
    dialog.set(shownOf(data), [{ text: t("board_strip.paper.print"), kind: "primary", act: async () => (window.print(), false) }]);
  } catch (error) {
    dialog.tell(error);
  }
}

function shownOf(route) {
  const names = ["when", "where", "who", "notes"].map((name) => el("th", { scope: "col" }, t(`board_strip.paper.${name}`)));
  const crew = numbers(route.staff.map((name, at) => ({ name, phone: route.staff_phones[at] })));
  return [
    el("p", { class: "lead" }, [route.name, route.vehicle, span(route.start, route.end)].filter(Boolean).join(" · ")), crew,
    el("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": t("board_strip.paper.stops") },
      el("table", {}, el("thead", {}, el("tr", {}, names)), el("tbody", {}, route.stops.map(row)))),
  ];
}

function row(stop) {
  const tasks = stop.tasks.filter((task) => !task.ended);
  const lines = (pick) => [...new Set(tasks.flatMap(pick).filter(Boolean))].map((text) => el("span", { class: "line" }, text));
  return el("tr", {},
    el("td", { class: "num" }, time(stop.arrival)),
    el("td", {}, el("span", { class: "line" }, [stop.address || stop.place, stop.entrance].filter(Boolean).join(", ")), lines((task) => said(task.access))),
    el("th", { scope: "row" }, lines((task) => task.clients.join(", ")), lines((task) => task.phones.join(", "))),
    el("td", {}, lines((task) => task.service), lines((task) => task.note)));
}
