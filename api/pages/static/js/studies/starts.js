// Questions as people put them, each with blanks to fill in; what is chosen becomes scenarios. Pure.

import { addScenario, blank } from "./question.js";

const THIRD = 33.3;
const first = (list) => list[0]?.id ?? "";
const nameOf = (list, id) => list.find((one) => one.id === id)?.name ?? id;

/**
 * Return the questions that can be put to a town, with what is likely meant in each blank.
 *
 * @param {object} town - vehicles, staff, services, districts and providers with `id` and `name`; `likely` among them
 * @returns {{key: string, blanks: {key: string, of: string, value: any}[]}[]} `of`: the list a blank is chosen from, or
 *   what is typed: time, minutes, percent, zl
 */
export function starts(town) {
  const { vehicle, worker, ride, repair, provider } = town.likely;
  const given = (key, of, value) => ({ key, of, value });
  const all = [
    { key: "vehicle", blanks: [given("vehicle", "vehicles", vehicle)] },
    { key: "fleet", blanks: [given("vehicle", "vehicles", vehicle), given("percent", "percent", 95), given("sure", "percent", 90)] },
    { key: "hours", blanks: [given("staff", "staff", worker), given("end", "time", "18:00")] },
    { key: "windows", blanks: [given("service", "services", ride), given("minutes", "minutes", 60)] },
    { key: "demand", blanks: [given("district", "districts", first(town.districts)), given("percent", "percent", 20)] },
    {
      key: "contract",
      blanks: [
        given("service", "services", repair), given("provider", "providers", provider),
        given("percent", "percent", THIRD), given("zl", "zl", 120),
      ],
    },
    { key: "own", blanks: [] },
  ];
  return all.filter((one) => one.blanks.every(({ value }) => value !== ""));
}

/**
 * Return the question that somebody has begun with.
 *
 * @param {string} key - of `starts`
 * @param {object} given - the blanks' values by key
 * @param {object} town
 * @param {(key: string, values?: object) => string} t - names of scenarios in the reader's language
 */
export function begun(key, given, town, t) {
  const question = blank(town);
  const told = { ...given, ...named(given, town) };
  question.name = t(`studies_new.starts.${key}.name`, told);
  const make = MAKES[key];
  make(question, given, (name) => t(`studies_new.starts.${key}.${name}`, told), town);
  return question;
}

function named(given, town) {
  const lists = { vehicle: town.vehicles, staff: town.staff, service: town.services, district: town.districts, provider: town.providers };
  const chosen = Object.keys(given).filter((key) => key in lists);
  return Object.fromEntries(chosen.map((key) => [key, nameOf(lists[key], given[key])]));
}

const MAKES = {
  vehicle(question, { vehicle }, name, town) {
    question.service = serviceOf(town.vehicles, vehicle);
    question.replications.kpi = "refused_share";
    addScenario(question, name("scenario"), [{ change: "add_vehicle", like: vehicle }]);
  },
  fleet(question, { vehicle, percent, sure }, name, town) {
    question.service = serviceOf(town.vehicles, vehicle);
    question.service_level = { percent, confidence_percent: sure };
    question.fleet = { like: vehicle, most: 4 };
  },
  hours(question, { staff, end }, name, town) {
    question.service = serviceOf(town.staff, staff);
    addScenario(question, name("scenario"), [{ change: "hours", staff, end }]);
  },
  windows(question, { service, minutes }, name) {
    question.service = service;
    addScenario(question, name("scenario"), [{ change: "windows", service, minutes }]);
  },
  demand(question, { district, percent }, name) {
    addScenario(question, name("scenario"), [{ change: "demand", district, percent }]);
  },
  contract(question, { service, provider, percent, zl }, name) {
    question.service = service;
    addScenario(question, name("scenario"), [{ change: "contract_out", service, provider, percent, zl_per_request: zl }]);
  },
  own(question, given, name) {
    addScenario(question, name("scenario"));
  },
};

const serviceOf = (list, id) => list.find((one) => one.id === id)?.service ?? "";
