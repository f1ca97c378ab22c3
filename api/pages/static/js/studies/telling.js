// A question in a sentence or two, and each of its changes in words. Pure.

import { count, lang, t } from "../texts.js";
import { listOf, shown } from "./kinds.js";

/** Return the sentences that say what is asked. */
export function told(question, known, scenarios) {
  const { town } = known;
  const called = (list, id) => list.find((one) => one.id === id)?.name ?? id;
  const days = count("studies_new.days", question.days);
  const names = scenarios.map((one) => t("studies_new.told.name", { name: one.name || t("studies_new.base") })).join(", ");
  const of = question.service ? t("studies_new.told.of_service", { service: called(town.services, question.service) }) : t("studies_new.told.of_all");
  return [
    t("studies_new.told.played", { scenarios: count("studies_new.scenarios", scenarios.length), names, days, first: dayOf(question.first_day) }),
    often(question.replications, known.kpis.find((one) => one.id === question.replications.kpi)),
    question.fleet ? t("studies_new.told.fleet", {
      like: called(town.vehicles, question.fleet.like), most: question.fleet.most,
      percent: shown(question.service_level.percent, lang), sure: shown(question.service_level.confidence_percent, lang),
    }) : "",
    of,
  ].filter(Boolean);
}

/** Say how often the days are played. */
function often({ half_width: width, least, most }, kpi) {
  if (width === null || width === undefined || width === "") return t("studies_new.told.fixed", { times: count("studies_new.times", Number(least)) });
  return t("studies_new.told.known", { kpi: kpi.name, width: `${shown(width, lang)}\u00a0${kpi.unit}`, least, most });
}

/** Say a change: its kind, and what stands in its fields. */
export function changed(change, known) {
  const kind = known.kinds.find((one) => one.change === change.change);
  if (!kind) return change.change;
  const told = kind.keys.filter((key) => filled(change[key.name])).map((key) => `${t(`studies_new.keys.${kind.change}.${key.name}`)}: ${value(key, change[key.name], known.town)}`);
  return told.length ? `${t(`studies_new.changes.${kind.change}`)} (${told.join("; ")})` : t(`studies_new.changes.${kind.change}`);
}

const filled = (one) => one !== undefined && one !== null && one !== "" && !(Array.isArray(one) && !one.length);

function value(key, one, town) {
  if (typeof one === "boolean") return one ? t("studies_new.yes") : t("studies_new.no");
  if (key.names === "choice") return t(`studies_new.choices.${one}`);
  const list = listOf(key);
  const each = (id) => (list ? (town[list].find((thing) => thing.id === id)?.name ?? id) : shown(id, lang));
  const days = (id) => t(`studies_new.weekdays.${id}`);
  return [one].flat().map(key.names === "weekdays" ? days : each).join(", ");
}

function dayOf(text) {
  const moment = new Date(`${text}T12:00:00Z`);
  if (Number.isNaN(moment.getTime())) return text;
  return new Intl.DateTimeFormat(lang === "pl" ? "pl-PL" : "en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(moment);
}
