// A stop's card: who, where, what was promised, how to reach them, and what can be done.

import { ask } from "../api.js";
import { shown } from "../dialogs.js";
import { span, time } from "../clocks.js";
import { t } from "../texts.js";
import { marks } from "./timeline/names.js";
import { h } from "./timeline/svg.js";

/**
 * Open the card of a stop, and return what somebody wants to be done.
 *
 * @param {object} stop - of `rowsOf`
 * @returns {Promise<{what: string, requestId: string}|null>} what: "move", "form", "pin", "unpin" or "out"
 */
export async function openCard(stop, { day, may }) {
  const dialog = h("dialog", { class: "stop-card", "aria-labelledby": "card-title" });
  const title = t("board.card.title", { code: stop.code, row: day.row(stop.shiftId)?.name ?? "" });
  const head = h("h2", { id: "card-title" }, title);
  const when = h("p", { class: "card-when" }, h("strong", {}, span(stop.start, stop.end)), ` · ${marks(stop).join(" · ")}`);
  const parts = stop.requests.map((one) => requestPart(one, stop, { day, may }));
  const close = h("button", { type: "submit", value: "" }, t("scripts.close"));
  const form = h("form", { method: "dialog" }, head, when, h("p", {}, [stop.where, stop.entrance].filter(Boolean).join(" · ")), ...parts, h("div", { class: "actions" }, close));
  dialog.append(form);
  document.body.append(dialog);
  const done = shown(dialog);
  for (const one of new Set(stop.requests.flatMap((each) => each.client_ids))) reach(one, dialog);
  const value = await done;
  dialog.remove();
  const [what, requestId] = value.split("|");
  return what ? { what, requestId } : null;
}

function requestPart(request, stop, { day, may }) {
  const tasks = stop.tasks.filter((task) => task.request_id === request.id);
  const kinds = tasks.map((task) => (task.kind === "visit" ? "" : t(`board.kind.${task.kind}`))).filter(Boolean).join(", ");
  const lines = [
    [t("board.card.service"), [request.service, kinds].filter(Boolean).join(", ")],
    [t("board.card.promise"), promiseOf(request)],
    [t("board.card.known"), request.published ? t("board.card.published", { at: time(request.published.start), row: day.row(request.published.shift_id)?.name ?? "" }) : ""],
    [t("board.card.way"), [request.from_place, request.to_place].filter(Boolean).join(" → ")],
  ].filter(([, text]) => text);
  const list = h("dl", { class: "card-facts" }, ...lines.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]));
  const people = request.client_ids.map((id, place) => h("div", { class: "card-person" }, h("h3", {}, request.clients[place] ?? id), h("p", { "data-client": id, class: "card-reach" })));
  return h("section", { class: "card-request" }, ...people, list, h("div", { class: "actions" }, ...actions(request, may)));
}

function actions(request, may) {
  const button = (what, text) => h("button", { type: "submit", value: `${what}|${request.id}` }, text);
  const { move, pinned, out, onAxis } = may(request);
  if (!move) return [h("p", { class: "help" }, t("board.move.over"))];
  return [
    button("form", t("board.card.form")),
    onAxis && button("move", t("board.card.move")),
    pinned ? button("unpin", t("board.card.unpin")) : button("pin", t("board.card.pin")),
    out && button("out", t("board.card.out")),
  ].filter(Boolean);
}

function promiseOf(request) {
  if (!request.promise) return "";
  const { pickup, window } = request.promise;
  return pickup ? t("board.card.bus", { span: span(pickup.start, pickup.end) }) : span(window.start, window.end);
}

/** Put a client's telephone number and notes into the card, once they are read. */
async function reach(clientId, dialog) {
  const place = dialog.querySelector(`[data-client="${CSS.escape(clientId)}"]`);
  try {
    const { data } = await ask("GET", `/clients/${encodeURIComponent(clientId)}`);
    const phone = data.phone ? h("a", { href: `tel:${data.phone.replaceAll(/[^+\d]/g, "")}` }, data.phone) : t("board.card.no_phone");
    place?.append(phone);
    if (data.notes?.office) place?.after(h("p", { class: "help" }, data.notes.office));
  } catch {
    place?.append(t("board.card.no_phone"));
  }
}
