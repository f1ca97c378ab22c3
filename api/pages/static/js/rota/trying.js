// A change of the rota: tried first, said what it does to people, then kept.

import { ask, askOnce, sentence } from "../api.js";
import { openDialog } from "../board/dialogs/dialog.js";
import { day, time } from "../clocks.js";
import { el } from "../elements.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";
import { names } from "./names.js";

/**
 * Try a change, say what it does, and keep it if somebody still wants it.
 *
 * @param {object} what - `method`, `path`, `body` and `version` as `ask` takes them; `done` is what is told afterwards
 * @returns {Promise<boolean>} whether it was kept
 */
export async function change({ method, path, body, version, done, always = false }) {
  const { data } = await ask(method, `${path}?trial=true`, { body, version });
  const touched = affected(data);
  if (!always && touched.days.length === 0 && touched.repairs.length === 0) return keep({ method, path, body, version, done });
  const shown = await consequences(touched);
  if (!shown.length && !always) return keep({ method, path, body, version, done });
  return new Promise((ended) => {
    let kept = false;
    openDialog({
      title: t("rota.effect.title"), body: shown.length ? shown : [el("p", {}, t("rota.effect.nobody"))], wide: true, close: t("rota.effect.back"),
      actions: [{ text: t("rota.effect.keep"), kind: "primary", act: async () => (kept = await keep({ method, path, body, version, done })) }],
      ended: () => ended(kept),
    });
  });
}

async function keep({ method, path, body, version, done }) {
  await (method === "POST" ? askOnce : ask)(method, path, { body, version });
  tell(done);
  document.body.dispatchEvent(new CustomEvent("rota:changed"));
  return true;
}

function affected(data) {
  const changes = data.change ?? data;
  return { repairs: data.repairs ?? [], shifts: data.shifts ?? [], days: changes.days ?? [], removed: changes.removed ?? [] };
}

/** Return what a change does, as paragraphs: whom it leaves without a place, who gets another crew, on which published days. */
async function consequences({ repairs, shifts, days }) {
  const known = await names();
  const lost = repairs.filter((one) => one.place === null);
  const moved = repairs.filter((one) => one.place !== null);
  const published = days.filter((one) => known.published.has(one));
  const free = [...new Set(shifts.flatMap((one) => one.substitutes.map((each) => each.staff_id)))];
  return [
    published.length && (repairs.length > 0) && el("p", {}, el("strong", {}, t("rota.effect.published", { days: published.map((one) => day(`${one}T12:00:00Z`)).join(", ") }))),
    lost.length && part("lost", t("rota.effect.lost", { bookings: count("rota.bookings", lost.length) }), lost, known),
    moved.length && part("moved", t("rota.effect.moved", { bookings: count("rota.bookings", moved.length) }), moved, known),
    repairs.length && free.length && el("p", {}, t("rota.effect.substitutes", { names: free.map((one) => known.staff.get(one) ?? one).join(", ") })),
  ].filter(Boolean);
}

function part(kind, text, repairs, known) {
  const line = (one) => {
    const promised = one.promised ? ` · ${t("rota.effect.promised")}` : "";
    return el("li", {}, `${one.names.join(", ")} · ${known.services.get(one.service_id) ?? ""} · ${day(one.start)}, ${time(one.start)}${promised}`);
  };
  return el("div", { class: kind }, el("strong", {}, text), el("ul", {}, repairs.slice(0, 30).map(line)));
}

/** Tell an error of a change that was not begun in a dialog. */
export const wrong = (error) => tell(sentence(error), { kind: "wrong" });
