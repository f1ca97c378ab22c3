// The board's head: which day, how it stands, and what went wrong with reading it.

import { sentence } from "../api.js";
import { time } from "../clocks.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";
import { openCalendar } from "./calendar.js";

/** Show how a day stands, and let another one be chosen. */
export function startHead(day) {
  document.getElementById("board-choose").addEventListener("click", () => openCalendar(day.date));
  const state = document.getElementById("board-state");
  day.addEventListener("day:changed", () => {
    const told = stands(day.board);
    if (state.textContent !== told) state.textContent = told;
  });
  let failed = null;
  day.addEventListener("day:failed", (event) => {
    const told = sentence(event.detail.error);
    if (failed?.isConnected && failed.firstChild.textContent === told) return; // it is tried again four times a minute
    failed?.remove();
    failed = tell(told, { kind: "wrong" });
  });
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
