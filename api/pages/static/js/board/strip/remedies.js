// What can be done about an alert: each remedy as a button that does it, or opens where it is done.

import { sentence } from "../../api.js";
import { button, el } from "../../elements.js";
import { tell } from "../../notices.js";
import { t } from "../../texts.js";
import { openCheck, openNewCheck } from "../dialogs/check.js";
import { openClosing } from "../dialogs/closing.js";
import { openContacts } from "../dialogs/contacts.js";
import { openProposal } from "../dialogs/proposal.js";
import { openPublish } from "../dialogs/publish.js";
import { openReport } from "../dialogs/report.js";

const DOES = {
  call_crew: (day, alert) => openContacts(day, { ...alert, client_ids: [] }),
  call_client: openContacts,
  call_contacts: openContacts,
  call_social_worker: openContacts,
  set_clock: (day, alert) => openContacts(day, { ...alert, client_ids: [] }, t("board_strip.clock")),
  close_check: (day, alert) => openCheck(day, alert.check_id),
  open_check: openNewCheck,
  replan: openProposal,
  type_in: openReport,
  publish: openPublish,
  reopen_day: openClosing,
};
const GOES = {
  call_112: () => "tel:112",
  hand_out_paper: (day, { shift_id: shiftId }) => `/print/${day.date}${shiftId ? `/stops?shift=${encodeURIComponent(shiftId)}` : ""}`,
  renegotiate: (day, { client_ids: [clientId] }) => (clientId ? `/booking?client=${encodeURIComponent(clientId)}` : "/booking"),
};

// Everybody whom a check asks is asked in its list: one button for all of them.
const ASKED = new Set(["call_client", "call_contacts", "call_social_worker", "call_112", "close_check"]);

/** Return what can be done, the first thing first: each one a button or a link. */
export function remedyButtons(day, alert) {
  const names = alert.remedies.map((name) => (alert.check_id && ASKED.has(name) ? "close_check" : name));
  return [...new Set(names)].map((name, at) => {
    const [text, kind] = [t(`board_strip.remedy.${name}`), at === 0 ? null : "quiet"];
    if (GOES[name]) return el("a", { class: ["button", kind].filter(Boolean).join(" "), href: GOES[name](day, alert) }, text);
    return button(text, (event) => done(event.currentTarget, () => DOES[name](day, alert)), { class: kind });
  });
}

/** Do what a button is for; what is refused is told, and pressing it twice does it once. */
async function done(pressed, act) {
  if (pressed.getAttribute("aria-disabled") === "true") return;
  pressed.setAttribute("aria-disabled", "true");
  try {
    await act();
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  } finally {
    pressed.removeAttribute("aria-disabled");
  }
}
