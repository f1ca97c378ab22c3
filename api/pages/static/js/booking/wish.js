// The wish: read by the API from words, or from the fields by which it is corrected.

import { ask, said } from "../api.js";
import { t } from "../texts.js";
import { at, choose, chosen, told } from "./dom.js";

/** Read words; `kind` is the service's. */
export const readWords = async (words, kind) => (await ask("POST", "/wishes/reading", { body: { words, kind } })).data;

/** Read a wish by its fields. */
export const readFields = async (wish) => (await ask("POST", "/wishes/reading", { body: { wish } })).data;

/** Return the windows of other hours on the days of a wish: the way back of a ride. */
export async function backAt(words, reading) {
  const hours = (await readWords(words, "visit")).wish;
  const { wish } = reading;
  return readFields({ ...wish, hours: hours.hours, at: hours.at, arrive_by: false });
}

/** Show what was understood, what was not, and what was taken for said. */
export function showReading(reading) {
  at("understood").hidden = false;
  at("sentence").textContent = said(reading.sentence);
  const unread = reading.unread.map((one) => t("booking.wish.quoted", { words: one.text })).join(", ");
  told(at("unread"), unread && t("booking.wish.unread", { words: unread }));
  told(at("assumed"), reading.assumed.map((one) => t(`booking.assumed.${one}`)).join(" "));
  fill(reading.wish);
}

/** Put a wish into its fields; the one that somebody is writing in stays. */
function fill(wish) {
  choose("repeats", wish.weekly ? "weekly" : "once");
  repeats();
  put("day", wish.days[0] ?? "");
  for (const box of document.querySelectorAll("input[name=weekday]")) box.checked = Boolean(wish.weekly?.weekdays.includes(Number(box.value)));
  put("every", wish.weekly?.every_weeks ?? 1);
  put("times", wish.weekly?.times ?? "");
  put("first", wish.weekly?.first ?? "");
  put("until", wish.weekly?.until ?? "");
  put("from", wish.hours[0].start);
  put("to", wish.hours[0].end);
  put("at", wish.at ?? "");
  at("arrive").checked = wish.arrive_by;
}

const put = (id, value) => document.activeElement !== at(id) && (at(id).value = value);

/** Show the fields of what comes again, or of one day. */
export function repeats() {
  const weekly = chosen("repeats") === "weekly";
  for (const one of document.querySelectorAll("#wish-fields .weekly")) one.hidden = !weekly;
  for (const one of document.querySelectorAll("#wish-fields .once")) one.hidden = weekly;
}

/** Return the wish that stands in the fields; what they have no room for stays as it was read. */
export function fields(before) {
  const hours = [{ start: at("from").value, end: at("to").value }, ...before.hours.slice(1)];
  const wish = { hours, at: at("at").value || null, arrive_by: at("arrive").checked };
  if (chosen("repeats") === "once") {
    const same = at("day").value === before.days[0];
    return { ...wish, days: same ? before.days : [at("day").value].filter(Boolean), weekly: null };
  }
  const weekdays = [...document.querySelectorAll("input[name=weekday]:checked")].map((one) => Number(one.value));
  const weekly = {
    weekdays, every_weeks: Number(at("every").value) || 1, times: Number(at("times").value) || null,
    first: at("first").value || at("day").value, until: at("until").value || null,
  };
  return { ...wish, days: [], weekly };
}
