// Left of the timeline: what has no place, with why and what would fit, and who waits for one.

import { said } from "../api.js";
import { span, time } from "../clocks.js";
import { t } from "../texts.js";
import { h } from "./timeline/svg.js";

/**
 * Draw the list of a day.
 *
 * @param {HTMLElement} place
 * @param {Day} day
 * @param {object} does - `find(requestId)` looks for a place for a request; `fit(waiting)` for hours for somebody who waits
 */
export function startList(place, day, does) {
  let asking = false; // it takes a while, and whoever presses twice means once
  place.addEventListener("click", async (event) => {
    const { find, fit } = event.target.closest("[data-hold]")?.dataset ?? {};
    if (asking || !(find || fit)) return;
    asking = true;
    await (find ? does.find(find) : does.fit(day.board.waiting.find((one) => one.enquiry_id === fit))).finally(() => (asking = false));
  });
  day.addEventListener("day:changed", (event) => event.detail.what.has("board") && draw(place, day));
}

function draw(place, day) {
  const { unassigned, waiting, open_returns: returns } = day.board;
  const held = document.activeElement?.dataset?.hold;
  const parts = [
    part("unassigned", unassigned.map((one) => withoutPlace(one, day.request(one.request_id))), "board.list.none"),
    returns.length ? part("returns", returns.map((id) => openReturn(day.request(id)))) : null,
    part("waiting", waiting.map(waits), "board.list.nobody"),
  ];
  place.replaceChildren(...parts.filter(Boolean));
  if (held) place.querySelector(`[data-hold="${CSS.escape(held)}"]`)?.focus();
}

function part(name, items, empty) {
  const title = h("h3", {}, t(`board.list.${name}`), h("span", { class: "chip" }, String(items.length)));
  return h("section", { class: "list-part" }, title, items.length ? h("ul", { class: "list-items" }, ...items) : h("p", { class: "help" }, t(empty)));
}

function withoutPlace(reason, request) {
  const why = said(reason.alone) || said(reason.summary);
  const change = said(reason.change);
  const window = request.promise ? request.promise.pickup ?? request.promise.window : request.windows[0];
  const find = h("button", { type: "button", "data-find": request.id, "data-hold": `find ${request.id}` }, t("board.list.find"));
  return h("li", { class: `list-item${request.promise ? " promised" : ""}`, "data-request": request.id },
    h("strong", {}, request.clients.join(", ") || request.id),
    h("span", { class: "list-what" }, [request.service, request.district, window && span(window.start, window.end)].filter(Boolean).join(" · ")),
    request.promise ? h("span", { class: "chip alert" }, t("board.list.promised")) : null,
    why ? h("p", { class: "list-why" }, why) : null,
    change ? h("p", { class: "list-change" }, change) : null,
    find);
}

function openReturn(request) {
  return h("li", { class: "list-item" }, h("strong", {}, request.clients.join(", ") || request.id), h("span", { class: "list-what" }, request.from_place));
}

function waits(one) {
  const window = one.windows[0];
  return h("li", { class: "list-item" },
    h("strong", {}, one.clients.join(", ") || one.enquiry_id),
    h("span", { class: "list-what" }, [one.service, window && span(window.start, window.end)].filter(Boolean).join(" · ")),
    h("span", { class: "help" }, t("board.list.priority", { priority: one.priority })),
    one.called_at ? h("span", { class: "chip" }, t("board.list.called", { at: time(one.called_at) })) : null,
    h("button", { type: "button", "data-fit": one.enquiry_id, "data-hold": `fit ${one.enquiry_id}` }, t("board.list.fit")));
}

