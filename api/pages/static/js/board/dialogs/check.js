// Nobody answers: whom to ask, in their order, what came of it, and what is known of the client in the end.

import { ask, askOnce, said } from "../../api.js";
import { time } from "../../clocks.js";
import { button, el, phone } from "../../elements.js";
import { t } from "../../texts.js";
import { numbers, openContacts } from "./contacts.js";
import { openDialog } from "./dialog.js";

const ORDER = ["client", "contacts", "social_worker", "emergency"];
const OUTCOMES = ["reached", "no_answer", "knows_nothing", "none"];
const FOUND = ["well", "hospital", "family", "emergency", "other"];

/** Open the list of a check, and go through it. */
export async function openCheck(day, checkId) {
  const path = `/checks/${encodeURIComponent(checkId)}`;
  const dialog = openDialog({ title: t("board_strip.check.title"), body: el("p", { role: "status" }, t("board_strip.who.loading")), wide: true, ended: () => day.load() });
  let version = null;
  const change = async (what, body) => {
    try {
      draw(await askOnce("POST", `${path}/${what}`, { body, version }));
      dialog.tell("");
    } catch (error) {
      dialog.tell(error);
      if (error.status === 412 || error.status === 409) await ask("GET", path).then(draw, dialog.tell);
    }
  };
  const draw = (answer) => {
    version = answer.version;
    dialog.set(list(answer.data, change));
    dialog.element.querySelector("[data-next] button, .check-close select, h2")?.focus();
  };
  try {
    draw(await ask("GET", path));
  } catch (error) {
    dialog.tell(error);
  }
}

/** Open a new check for the client of an alert, and its list. */
export async function openNewCheck(day, alert) {
  const [clientId] = alert.client_ids;
  if (!clientId) return openContacts(day, alert);
  const { data } = await askOnce("POST", "/checks", { body: { day: day.date, client_id: clientId, request_id: alert.request_id } });
  return openCheck(day, data.id);
}

function list(check, change) {
  const asked = ORDER.map((who) => step(check, who, change));
  const intro = el("p", { class: "lead" }, t("board_strip.check.intro", { name: check.name || check.client_id, time: time(check.opened_at) }));
  return [intro, el("ol", { class: "check-steps" }, asked), check.outcome ? closed(check) : closing(check, change)];
}

function step(check, who, change) {
  const made = check.steps.filter((one) => one.asked === who);
  const isNext = check.next === who;
  const outcome = (name) => button(t(`board_strip.check.${name}`), () => change("steps", { asked: who, outcome: name }), { class: name === "reached" ? null : "quiet" });
  return el(
    "li", { class: isNext ? "check-step next" : "check-step", "data-next": isNext, "aria-current": isNext ? "step" : null },
    el("h3", {}, t(`board_strip.check.ask.${who}`)),
    whom(check, who),
    made.map((one) => el("p", { class: "help" }, `${time(one.at)} – ${said(one.said)}${one.note ? ` ${one.note}` : ""}`)),
    !check.outcome && el("div", { class: "actions", role: "group", "aria-label": t("board_strip.check.outcomes", { who: t(`board_strip.check.ask.${who}`) }) },
      OUTCOMES.filter((name) => name !== "none" || who !== "emergency").map(outcome)),
  );
}

function whom(check, who) {
  if (who === "client") return numbers([check]);
  if (who === "emergency") return el("p", {}, phone("112"));
  const people = who === "contacts" ? check.contacts : check.social_workers;
  return people.length ? numbers(people) : el("p", { class: "help" }, t("board_strip.check.nobody"));
}

function closing(check, change) {
  const choice = el("select", { id: "check-found" }, FOUND.map((one) => el("option", { value: one }, t(`board_strip.check.found.${one}`))));
  const note = el("input", { id: "check-note", maxlength: "2000", autocomplete: "off" });
  const done = () => change("closure", { outcome: choice.value, note: note.value.trim() });
  return el(
    "section", { class: "check-close" }, el("h3", {}, t("board_strip.check.close")),
    el("p", { class: "help" }, check.next ? t("board_strip.check.not_yet") : t("board_strip.check.may_close")),
    el("label", { for: "check-found" }, t("board_strip.check.known")), choice,
    el("label", { for: "check-note" }, t("board_strip.check.note")), note,
    el("div", { class: "actions" }, button(t("board_strip.check.close_now"), done, { class: "primary" })),
  );
}

const closed = (check) => el("p", { role: "status" },
  t("board_strip.check.closed", { time: time(check.closed_at), found: t(`board_strip.check.found.${check.outcome}`) }));
