// The end of a call without a promise: one key, and the reason can be put right afterwards.

import { ask, askOnce, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { begin, call, on, tell } from "./call.js";
import { at, make } from "./dom.js";
import { enquiry, missing } from "./request.js";
import { gathered } from "./services.js";

const FOR_GOOD = [404, 409, 422]; // asked again it would be refused again
let last = null;
let told = null;
let unasked = null; // written down at the end alone: nobody was offered anything
let ending = false;

/** Let calls end. */
export function setUpEnding() {
  on("client", () => (last = null));
  on("promised", () => (last = null));
  at("ending").addEventListener("keydown", (event) => {
    const button = at("reasons").children[Number(event.key) - 1];
    if (!/^[1-9]$/.test(event.key) || !button) return;
    event.preventDefault(); // else the digit would be typed into the field that gets the focus back
    button.click();
  });
}

/** End the call, or put the reason of the one before right: the same key. */
export async function endOrCorrect() {
  if (call.client) await endCall();
  else if (last) await correct();
}

/** Begin another call; one without a promise ends first. */
export async function nextCall() {
  if (call.enquiry) await endCall();
  else begin();
}

/** End the call as it stands: nothing was offered, nothing suited, or the caller has gone. */
export async function endCall() {
  if (!at("done").hidden) return tell("ended");
  if (ending) return;
  ending = true;
  try {
    const found = call.enquiry ?? (unasked = await written());
    if (!found) return notice(t("booking.end.nothing")), tell("ended");
    call.enquiry = last = found; // until its end is kept: tried again, it would be written twice
    await keep(found.outcome === "refused" ? "refused" : found === unasked ? "gone" : "declined");
    call.enquiry = null;
    tell("ended");
  } catch (error) {
    if (FOR_GOOD.includes(error.status)) call.enquiry = null;
    notice(sentence(error), { kind: "wrong" });
  } finally {
    ending = false;
  }
}

/** Write a wish down that nobody has asked offers for yet, if it is one; null: it is none. */
async function written() {
  const wanted = gathered();
  if (!call.reading || call.reading.series || call.instead || wanted.returns === "fixed" || missing(wanted)) return null;
  return (await askOnce("POST", "/enquiries", { body: enquiry(wanted) })).data.enquiry;
}

async function keep(outcome) {
  await ask("POST", `/enquiries/${encodeURIComponent(last.id)}/end`, { body: { outcome } });
  told?.remove();
  told = notice(t("booking.end.done", { reason: t(`booking.end.as.${outcome}`) }));
  const other = make("button", { type: "button", className: "quiet" }, `${t("booking.end.other")} `, make("kbd", {}, "F8"));
  other.addEventListener("click", correct);
  told.insertBefore(other, told.lastElementChild);
}

async function correct() {
  const reason = await shown(at("ending"));
  if (!reason) return;
  try {
    await keep(reason);
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}
