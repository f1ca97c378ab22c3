// Which column is what: one line for each column, with what stands in it first, and a choice.

import { el } from "../elements.js";
import { t } from "../texts.js";
import { at, show } from "./dom.js";
import { letter } from "./file.js";

/** How fields are called. */
export const fields = { name: (one) => t(`import.field.${one}`) };

/** Show the columns of what was read. */
export function showColumns(read) {
  for (const radio of document.querySelectorAll("input[name=kind]")) radio.checked = radio.value === read.kind;
  const named = read.sheets.map((one, k) => el("option", { value: k, selected: k === read.sheet }, one.name || t("import.columns.only_sheet")));
  at("sheet").replaceChildren(...named);
  show("sheet-field", read.sheets.length > 1);
  at("header-row").value = read.header_row;
  show("remembered", read.remembered);
  const chosen = Object.fromEntries(Object.entries(read.suggested).map(([field, number]) => [number, field]));
  at("column-list").replaceChildren(...read.columns.map((one) => line(one, read.fields, chosen[one.number])));
}

/** Return the number of the column of each field, as it is chosen now; of two that are the same the first one counts. */
export function mapped() {
  const found = {};
  for (const choice of at("column-list").querySelectorAll("select")) {
    if (choice.value && !(choice.value in found)) found[choice.value] = Number(choice.dataset.column);
  }
  return found;
}

function line(column, names, chosen) {
  const id = `column-${column.number}`;
  const title = `${letter(column.number)}: ${column.header || t("import.columns.no_header")}`;
  const choices = names.map((one) => el("option", { value: one, selected: one === chosen }, fields.name(one)));
  return el(
    "li", { class: chosen ? "" : "left-out" },
    el("div", {}, el("label", { for: id }, title), el("p", { class: "help samples" }, column.samples.join(" · "))),
    el("select", { id, "data-column": column.number, onchange: marked }, el("option", { value: "" }, t("import.columns.leave")), choices),
  );
}

/** A field stands for one column: where it was before nothing is chosen any more. */
function marked({ target }) {
  for (const other of at("column-list").querySelectorAll("select")) {
    if (other !== target && other.value && other.value === target.value) other.value = "";
    other.closest("li").classList.toggle("left-out", !other.value);
  }
}
