// What can be done about an alert: each remedy as a button that does it, or opens where it is done.

import { button, el } from "../../elements.js";
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
  call_112: openContacts,
  close_check: (day, alert) => openCheck(day, alert.check_id),
  open_check: openNewCheck,
  replan: openProposal,
  renegotiate: openContacts,
  type_in: openReport,
  publish: openPublish,
  reopen_day: openClosing,
};

// Everybody whom a check asks is asked in its list: one button for all of them.
const ASKED = new Set(["call_client", "call_contacts", "call_social_worker", "call_112", "close_check"]);

/** Return what can be done: buttons, the first thing first; what is done by hand is said. */
export function remedyButtons(day, alert) {
  const names = alert.remedies.map((name) => (alert.check_id && ASKED.has(name) ? "close_check" : name));
  return [...new Set(names)].map((name, at) => {
    const text = t(`board_strip.remedy.${name}`);
    const act = DOES[name];
    return act ? button(text, () => act(day, alert), { class: at === 0 ? null : "quiet" }) : el("span", { class: "help" }, text);
  });
}
