// Moving by a form: the shift, then the hour, from lists of what is free.

import { shown } from "../dialogs.js";
import { time } from "../clocks.js";
import { count, t } from "../texts.js";
import { zlotys } from "./money.js";
import { h } from "./timeline/svg.js";

/**
 * Ask for a shift and an hour.
 *
 * @param {string} who - whose request it is
 * @param {object[]} rows - of `rowsOf`
 * @param {Map<string, object[]>} places - free ones by shift
 * @returns {Promise<{shiftId: string, place: object|null}|null>} null: nothing is wanted
 */
export async function askWhere(who, rows, places) {
  const shift = h("select", { id: "form-shift" }, ...rows.map((row) => h("option", { value: row.id }, label(row, places))));
  const hour = h("select", { id: "form-hour" });
  const best = rows.find((row) => places.get(row.id)?.length);
  if (best) shift.value = best.id;
  const fill = () => hour.replaceChildren(...hours(places.get(shift.value) ?? []));
  shift.addEventListener("change", fill);
  fill();
  const form = h("form", { method: "dialog" },
    h("h2", { id: "form-title" }, t("board.form.title", { who })),
    h("p", {}, h("label", { for: "form-shift" }, t("board.form.shift")), shift),
    h("p", {}, h("label", { for: "form-hour" }, t("board.form.hour")), hour),
    h("div", { class: "actions" }, h("button", { type: "submit", value: "go", class: "primary" }, t("board.form.go")), h("button", { type: "submit", value: "" }, t("board.form.end"))));
  const dialog = h("dialog", { "aria-labelledby": "form-title" }, form);
  document.body.append(dialog);
  const value = await shown(dialog);
  dialog.remove();
  if (value !== "go") return null;
  return { shiftId: shift.value, place: places.get(shift.value)?.[Number(hour.value)] ?? null };
}

function label(row, places) {
  const free = places.get(row.id)?.length ?? 0;
  return `${row.look.code} · ${row.name}: ${free ? count("board.form.places", free) : t("board.form.none")}`;
}

function hours(places) {
  if (!places.length) return [h("option", { value: "-1" }, t("board.form.why"))];
  return places.map((one, place) => h("option", { value: place }, `${time(one.start)} (${one.costGr > 0 ? "+" : ""}${zlotys(one.costGr)})`));
}
