// Moving several requests at once: the shift, and for each of them whether it fits there and what it costs, before it is done.

import { ask, said } from "../api.js";
import { shown } from "../dialogs.js";
import { t } from "../texts.js";
import { whatIsWrong } from "./hand.js";
import { costOf } from "./money.js";
import { named } from "./naming.js";
import { h } from "./timeline/svg.js";

/**
 * Ask for the shift of several requests.
 *
 * @param {Day} day
 * @param {{id: string, who: string}[]} things
 * @param {{rows: object[], shiftId: string|null}} where - rows of `rowsOf`; the shift that is meant at first
 * @returns {Promise<{shiftId: string, ids: string[]}|null>} the requests that fit; null: nothing is wanted
 */
export async function askWhereAll(day, things, { rows, shiftId }) {
  const form = new Form(day, things);
  const select = h("select", { id: "all-shift" }, ...rows.map((row) => h("option", { value: row.id }, `${row.look.code} · ${row.name}`)));
  select.value = shiftId ?? rows[0].id;
  select.addEventListener("change", () => form.check(select.value));
  const dialog = h("dialog", { "aria-labelledby": "all-title" }, h("form", { method: "dialog" },
    h("h2", { id: "all-title" }, t("board.several.title")),
    h("p", {}, h("label", { for: "all-shift" }, t("board.form.shift")), select), form.list, form.sum,
    h("div", { class: "actions" }, form.go, h("button", { type: "submit", value: "" }, t("board.form.end")))));
  document.body.append(dialog);
  form.check(select.value);
  const value = await shown(dialog);
  form.asking?.abort();
  dialog.remove();
  return value === "go" ? { shiftId: select.value, ids: form.fits } : null;
}

class Form {
  fits = [];
  asking = null;

  constructor(day, things) {
    Object.assign(this, { day, things });
    this.list = h("ul", { class: "all-list" });
    this.sum = h("p", { class: "help", role: "status" });
    this.go = h("button", { type: "submit", value: "go", class: "primary" });
  }

  /** Find out what fits on a shift, each by itself. */
  async check(shiftId) {
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const lines = this.things.map((one) => h("li", {}, h("strong", {}, one.who), h("span", {}, t("board.move.asking"))));
    this.list.replaceChildren(...lines);
    this.#say([], t("board.move.asking"));
    const fits = [];
    for (const [place, { id }] of this.things.entries()) {
      const told = await this.#one(id, shiftId, signal);
      if (signal.aborted) return;
      if (told.fits) fits.push(id);
      lines[place].classList.toggle("breaks", !told.fits);
      lines[place].lastChild.textContent = told.words;
    }
    this.#say(fits, fits.length === this.things.length ? t("board.several.all") : t("board.several.some", { n: fits.length, of: this.things.length }));
  }

  async #one(id, shiftId, signal) {
    try {
      const { data } = await ask("POST", `/days/${this.day.date}/moves/check`, { body: { request_id: id, shift_id: shiftId, at: null }, signal });
      if (data.possible) return { fits: true, words: t("board.several.fits", { cost: costOf(data.cost_gr) }) };
      const why = data.broken.map((one) => said(one.text)).join(" ") || t("board.move.too_much");
      return { fits: false, words: t("board.several.breaks", { why: named(this.day, why) }) };
    } catch (error) {
      return { fits: false, words: error.name === "AbortError" ? "" : whatIsWrong(error) };
    }
  }

  #say(fits, words) {
    this.fits = fits;
    this.sum.textContent = words;
    this.go.disabled = fits.length === 0;
    this.go.textContent = t("board.several.go", { n: fits.length });
  }
}
