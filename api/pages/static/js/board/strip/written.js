// Messages that tell clients what others are phoned about, and what became of each.

import { time } from "../../clocks.js";
import { button, el } from "../../elements.js";
import { t } from "../../texts.js";
import { rowOf } from "./alerts.js";

const ORDER = ["refused", "failed", "filed", "waiting", "unannounced", "sent", "dropped"];
const LOOKS = { sent: "good", filed: "warn", refused: "alert", failed: "alert", unannounced: "warn" };

/** Return what became of a message; of a crew that was near, and has come by now, nobody has to phone any more. */
const stateOf = ({ kind, state }) => (kind === "nearby" && (state === "refused" || state === "failed") ? "unannounced" : state);

/** Return messages, those first that somebody may have to do something about, the newest first. */
export const inOrder = (messages) =>
  messages.toSorted((a, b) => ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)) || b.made_at.localeCompare(a.made_at));

/** Return the line of a message: to whom, what it says, and what became of it. */
export function writtenLine(day, message) {
  const [requestId] = message.request_ids;
  const select = () => day.select(requestId, { shiftId: rowOf(day, requestId)?.shift_id ?? null, from: "strip" });
  return el(
    "li", { class: "told-line" },
    el("div", { class: "call-who" }, button(message.name || message.client_id, select, { class: "quiet alert-text" }),
      el("span", { class: "help num" }, [t(`board_strip.channel.${message.channel}`), message.to].filter(Boolean).join(" · "))),
    el("div", { class: "call-what" }, el("span", {}, message.subject || message.text), becameOf(message)),
  );
}

/** Return what became of a message, in words and not in colour alone. */
export function becameOf(message) {
  const at = { at: time(message.state === "waiting" ? message.due_at : message.ended_at) };
  const why = message.why && message.state !== "sent" ? ` (${t(`board_strip.message_why.${message.why}`)})` : "";
  const state = stateOf(message);
  return el("span", { class: `chip ${LOOKS[state] ?? ""}` }, t(`board_strip.message.${state}`, at) + why);
}
