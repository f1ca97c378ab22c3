// What of this day would fit somebody who waits: hours that can be promised, once they have been phoned.

import { ask, said } from "../api.js";
import { shown } from "../dialogs.js";
import { span } from "../clocks.js";
import { tell } from "../notices.js";
import { count, t } from "../texts.js";
import { tried, whatIsWrong } from "./hand.js";
import { costOf } from "./money.js";
import { h } from "./timeline/svg.js";

/** Show what would fit an enquiry on this day, and promise what is chosen. */
export async function openFitting(day, one) {
  const path = `/enquiries/${encodeURIComponent(one.enquiry_id)}`;
  const who = one.clients.join(", ") || one.enquiry_id;
  try {
    const { data } = await ask("POST", `${path}/offers`);
    const answer = data.days.find((each) => each.day === day.date);
    const phone = await phoneOf(data.enquiry);
    const value = await choice(day, { who, phone, offers: answer?.offers ?? [], refusal: answer?.refusal });
    if (value === "") return;
    const { legs } = answer.offers[Number(value)];
    const windows = legs.map((leg) => ({ request_id: leg.request_id, ...leg.window }));
    const does = () => ask("POST", `${path}/acceptance`, { body: { day: day.date, windows } });
    if (await tried(day, does)) tell(t("board.fitting.done", { who }));
  } catch (error) {
    tell(whatIsWrong(error), { kind: "wrong" });
  }
}

async function phoneOf(enquiry) {
  const [client] = enquiry.requests.flatMap((one) => one.party.client_ids);
  const { data } = await ask("GET", `/clients/${encodeURIComponent(client)}`);
  return data.phone;
}

async function choice(day, { who, phone, offers, refusal }) {
  const call = phone ? h("a", { class: "button", href: `tel:${phone.replaceAll(/[^+\d]/g, "")}` }, phone) : t("board.card.no_phone");
  const why = refusal ? h("p", {}, [said(refusal.summary), said(refusal.change)].filter(Boolean).join(" ")) : null;
  const form = h("form", { method: "dialog" },
    h("h2", { id: "fitting-title" }, t("board.fitting.title", { who })),
    h("p", {}, offers.length ? t("board.fitting.call") : t("board.fitting.none"), " ", call), offers.length ? null : why,
    h("ul", { class: "all-list" }, ...offers.map((offer, place) => line(day, offer, place))),
    h("div", { class: "actions" }, h("button", { type: "submit", value: "" }, t("scripts.close"))));
  const dialog = h("dialog", { "aria-labelledby": "fitting-title" }, form);
  document.body.append(dialog);
  const value = await shown(dialog);
  dialog.remove();
  return value;
}

function line(day, offer, place) {
  const hours = offer.legs.map((leg) => span(leg.window.start, leg.window.end)).join(" · ");
  const rows = [...new Set(offer.legs.map((leg) => day.row(leg.shift_id)?.name))].filter(Boolean).join(", ");
  const others = offer.moved.length ? t("board.fitting.moves", { who: count("board.state.requests", offer.moved.length) }) : t("board.move.nobody");
  return h("li", {}, h("strong", {}, hours), h("span", {}, `${rows}. ${costOf(offer.cost_gr)}. ${others}`),
    h("button", { type: "submit", value: String(place) }, t("board.fitting.promise", { hours })));
}
