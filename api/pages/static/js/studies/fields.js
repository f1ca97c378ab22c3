// The fields of one change: chosen from what the town has, or typed.

import { el } from "../elements.js";
import { lang, t } from "../texts.js";
import { choiceOf, choose, listOf, shown, typed } from "./kinds.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
let numbered = 0;

/**
 * Return the fields of a change.
 *
 * @param {object} change - written to as somebody types
 * @param {object} kind
 * @param {string} path - of the change in the file
 * @param {object} town
 * @param {function(): void} again - draws them anew
 */
export function fieldsOf(change, kind, path, town, again) {
  const choice = choiceOf(kind);
  const shownKeys = kind.keys.filter((key) => !choice.includes(key.name) || key.name in change);
  return [
    choice.length ? whose(change, kind, town, again) : null,
    ...shownKeys.map((key) => field(change, kind, key, `${path}.${key.name}`, town)),
  ];
}

/** Return a name with its field. */
export function labelled(text, input, help = "") {
  const id = `study-${(numbered += 1)}`;
  input.id = id;
  if (help) input.setAttribute("aria-description", help);
  return el("div", { class: "field" }, el("label", { for: id }, text), input, help ? el("p", { class: "help" }, help) : null);
}

/** Return a choice among things with `id` and `name`; `none` is what it says when nothing is chosen. */
export function select(things, value, act, { none, ...attributes } = {}) {
  const known = things.some((one) => one.id === value);
  const options = things.map((one) => el("option", { value: one.id, selected: one.id === value }, one.name));
  if (none !== undefined || !known) options.unshift(el("option", { value: "", selected: !value }, none ?? ""));
  if (value && !known) options.unshift(el("option", { value, selected: true }, value));
  return el("select", { ...attributes, onchange: (event) => act(event.target.value) }, options);
}

function whose(change, kind, town, again) {
  const things = choiceOf(kind).map((name) => ({ id: name, name: t(`studies_new.keys.${kind.change}.${name}`) }));
  const now = choiceOf(kind).find((name) => name in change);
  const act = (name) => (choose(change, kind, name, town), again());
  return labelled(t("studies_new.whose"), select(things, now, act, {}));
}

function field(change, kind, key, path, town) {
  const name = t(`studies_new.keys.${kind.change}.${key.name}`);
  const put = (value) => (change[key.name] = value);
  const value = change[key.name];
  if (key.names === "yes_no") return ticked(name, value ?? true, put, path);
  if (key.several) return several(name, key.names === "weekdays" ? weekdays() : town[listOf(key)], value, put, path);
  const list = listOf(key);
  if (list) return labelled(name, select(town[list], value, put, { none: key.required ? undefined : t(`studies_new.none.${none(key)}`), "data-path": path }));
  if (key.names === "choice") return labelled(name, select(choices(key), value, put, { "data-path": path }));
  if (key.names === "time") return labelled(name, el("input", { type: "time", value: value ?? "", "data-path": path, oninput: (event) => put(event.target.value) }));
  return labelled(name, number(key, value, put, path));
}

const none = (key) => (["service", "district"].includes(key.names) ? key.names : "as_there");
const choices = (key) => key.choices.map((one) => ({ id: one, name: t(`studies_new.choices.${one}`) }));

function number(key, value, put, path) {
  const numeric = key.names !== "new_id";
  return el("input", {
    value: numeric ? shown(value, lang) : value ?? "", inputmode: numeric ? "decimal" : null, autocomplete: "off", "data-path": path,
    oninput: (event) => put(numeric ? typed(event.target.value) : event.target.value.trim()),
  });
}

function ticked(name, value, put, path) {
  const box = el("input", { type: "checkbox", checked: value, "data-path": path, onchange: (event) => put(event.target.checked) });
  return el("div", { class: "field" }, el("label", { class: "choice" }, box, el("span", {}, name)));
}

const weekdays = () => DAYS.map((one) => ({ id: one, name: t(`studies_new.weekdays.${one}`) }));

function several(name, things, value, put, path) {
  const chosen = new Set(value ?? []);
  const act = (id) => (event) => {
    if (event.target.checked) chosen.add(id);
    else chosen.delete(id);
    put(things.map((one) => one.id).filter((one) => chosen.has(one)));
  };
  const boxes = things.map((one) =>
    el("label", { class: "choice" }, el("input", { type: "checkbox", checked: chosen.has(one.id), onchange: act(one.id) }), el("span", {}, one.name)));
  return el("fieldset", { class: "field", "data-path": path, tabindex: "-1" }, el("legend", {}, name), el("div", { class: "study-boxes" }, boxes));
}
