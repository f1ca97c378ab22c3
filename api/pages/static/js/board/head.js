// The board's head: which day, how it stands, and what went wrong with reading it.

import { sentence } from "../api.js";
import { time } from "../clocks.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";

/** Show how a day stands, and let another one be chosen. */
export function startHead(day) {
  const input = document.getElementById("board-date");
  input.value = input.dataset.day;
  input.addEventListener("change", () => {
    if (input.validity.valid && input.value && input.value !== day.date) location.assign(`/board/${input.value}`);
  });
  day.addEventListener("day:changed", () => {
    document.getElementById("board-state").textContent = stands(day.board);
  });
  day.addEventListener("day:failed", (event) => tell(sentence(event.detail.error), { kind: "wrong" }));
}

function stands(board) {
  const { day, unassigned, requests } = board;
  if (day.plan === null) return t("board.state.none");
  const served = Object.keys(requests).length - unassigned.length - board.open_returns.length;
  const parts = [t("board.state.served", { served: count("board.state.requests", served) })];
  if (unassigned.length) parts.push(t("board.state.unassigned", { n: unassigned.length }));
  parts.push(t("board.state.version", { version: day.plan, at: time(board.made_at) }));
  if (day.closed) parts.push(t("board.state.closed"));
  else if (day.published === null) parts.push(t("board.state.draft"));
  else parts.push(day.published === day.plan ? t("board.state.published") : t("board.state.changed"));
  return parts.join(" · ");
}
