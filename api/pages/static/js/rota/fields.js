// Fields of the rota's forms.

import { el } from "../elements.js";
import { t } from "../texts.js";

let number = 0;

/** Return fields in which Enter does what the dialog's first button does. */
export function form(...children) {
  const enter = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    event.target.form.querySelector(".actions button").click();
  };
  return el("div", { class: "fields", onkeydown: enter }, ...children);
}

/** Return a labelled field; `attributes` are the input's. */
export function field(name, text, attributes = {}) {
  const id = `rota-${name}-${++number}`;
  return el("div", { class: attributes.class }, el("label", { for: id }, text), el("input", { autocomplete: "off", ...attributes, class: null, id, name }));
}

/** Return a labelled choice of [value, text]. */
export function choice(name, text, options, chosen) {
  const id = `rota-${name}-${++number}`;
  return el("div", {}, el("label", { for: id }, text), el("select", { id, name }, options.map(([value, said]) => el("option", { value, selected: value === chosen }, said))));
}

/** Return boxes to tick, of [value, text]. */
export function ticks(name, text, options, chosen) {
  const box = ([value, said]) => el("label", { class: "tick" }, el("input", { type: "checkbox", name, value, checked: chosen.includes(value) }), el("span", {}, said));
  return el("fieldset", { class: "wide" }, el("legend", {}, text), el("div", { class: "ticks" }, options.map(box)));
}

/** Return what the fields of a form say: a text, or of boxes those that are ticked. */
export function read(body, name) {
  const boxes = [...body.querySelectorAll(`input[type=checkbox][name=${name}]`)];
  return boxes.length ? boxes.filter((one) => one.checked).map((one) => one.value) : (body.querySelector(`[name=${name}]`)?.value.trim() ?? "");
}

/** Return the crew's fields: who leads, and who comes along. */
export function crew(known, ids) {
  const people = [...known.staff];
  return [
    choice("lead", t("rota.shift.lead"), people, ids[0]),
    choice("second", t("rota.shift.second"), [["", t("rota.shift.alone")], ...people], ids[1] ?? ""),
  ];
}

/** Return the crew that those fields say; further members of it stay. */
export const crewOf = (body, before = []) => [...new Set([read(body, "lead"), read(body, "second"), ...before.slice(2)].filter(Boolean))];
