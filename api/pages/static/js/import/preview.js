// What would become of each row, before anything is kept.

import { said } from "../api.js";
import { button, el } from "../elements.js";
import { count, t } from "../texts.js";
import { fields } from "./columns.js";
import { at, show } from "./dom.js";
import { letter } from "./file.js";
import { choosePoint } from "./placing.js";

const MOST_SHOWN = 200;
const LOOKS = { new: "good", changed: "warn", same: "", bad: "alert" };

/** Show what was checked. */
export function showPreview(checked, now, { place }) {
  const of = (status) => checked.rows.filter((one) => one.status === status);
  at("sums").replaceChildren(...["new", "changed", "same", "bad"].map((one) => sum(one, of(one).length)));
  showBad(of("bad"));
  showUnplaced(checked.rows.filter((one) => one.unplaced && one.status !== "bad"), place);
  showAll(checked.rows.filter((one) => one.status !== "bad"));
  showButtons({ all: of("new").length + of("changed").length, bad: of("bad").length, same: of("same").length, kind: now.read.kind });
}

function sum(status, number) {
  const chip = el("span", { class: `chip ${LOOKS[status]}` }, t(`import.status.${status}`));
  return el("li", {}, el("strong", { class: "num" }, count("import.rows", number)), chip);
}

function showBad(rows) {
  show("bad-part", rows.length > 0);
  at("bad-rows").replaceChildren(...rows.flatMap((row) => row.troubles.map((trouble, k) => bad(row, trouble, k))));
}

function bad(row, trouble, k) {
  const column = trouble.field ? `${trouble.column ? `${letter(trouble.column)}: ` : ""}${fields.name(trouble.field)}` : t("import.bad.whole_row");
  return el(
    "tr", { class: k ? "more" : "first" }, el("th", { scope: "row", class: "num" }, String(row.row)), el("td", {}, row.called),
    el("td", {}, column), el("td", {}, trouble.value && el("q", {}, trouble.value)), el("td", {}, said(trouble.wrong)), el("td", {}, said(trouble.right)),
  );
}

/** One line for each address, however many live there. */
function showUnplaced(rows, place) {
  const byAddress = new Map();
  for (const row of rows) byAddress.set(row.unplaced, [...(byAddress.get(row.unplaced) ?? []), row]);
  show("unplaced-part", byAddress.size > 0);
  at("unplaced").replaceChildren(...[...byAddress].map(([address, those]) => unplaced(address, those, place)));
}

function unplaced(address, rows, place) {
  const where = rows.map((one) => said(one.notes.at(-1))).find(Boolean) ?? t("import.unplaced.near");
  const put = async () => {
    const point = await choosePoint(address, rows[0].point);
    if (point) await place(rows.map((one) => one.row), point);
  };
  const named = `${t("import.unplaced.put")}: ${address}`;
  return el(
    "li", {}, el("div", {}, el("strong", {}, address), el("p", { class: "help" }, rows.map((one) => one.called).join(", "), " · ", where)),
    button(t("import.unplaced.put"), put, { "aria-label": named }),
  );
}

function showAll(rows) {
  show("all-part", rows.length > 0);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.said)))];
  const heads = [t("import.bad.row"), t("import.all.becomes"), ...names.map((one) => fields.name(one))];
  at("all-head").replaceChildren(...heads.map((one, k) => el("th", { scope: "col", class: k ? "" : "num" }, one)));
  at("all-rows").replaceChildren(...rows.slice(0, MOST_SHOWN).map((row) => good(row, names)));
  show("all-more", rows.length > MOST_SHOWN);
  at("all-more").textContent = t("import.all.more", { shown: MOST_SHOWN, all: rows.length });
}

function good(row, names) {
  const changes = row.changes.map((one) => t(`import.change.${one}`)).join(", ");
  return el(
    "tr", {}, el("th", { scope: "row", class: "num" }, String(row.row)),
    el("td", {}, el("span", { class: `chip ${LOOKS[row.status]}` }, t(`import.status.${row.status}`)), changes && el("p", { class: "help" }, changes),
      row.notes.map((one) => el("p", { class: "help" }, said(one)))),
    names.map((one) => el("td", {}, row.said[one] ?? "")),
  );
}

function showButtons({ all, bad: wrong, same, kind }) {
  at("keep-all").textContent = all ? t("import.confirm.all", { rows: count("import.rows_object", all) }) : t("import.confirm.none");
  at("keep-all").disabled = wrong > 0 || all + same === 0;
  show("keep-all", wrong === 0);
  at("keep-good").textContent = t("import.confirm.good", { rows: count("import.rows_object", all), bad: count("import.rows_left", wrong) });
  at("keep-good").disabled = all === 0;
  show("keep-good", wrong > 0);
  at("keep-good").classList.toggle("primary", wrong > 0);
  const help = wrong ? t("import.confirm.bad_help") : all ? t("import.confirm.help") : t("import.confirm.same_help");
  at("confirm-help").textContent = all && kind === "bookings" ? `${help} ${t("import.confirm.unchecked")}` : help;
}
