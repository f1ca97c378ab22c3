// Whom the desk is talking to: where they live, what they may still have, what is booked.

import { ask, sentence } from "../api.js";
import { tell as notice } from "../notices.js";
import { lang, t } from "../texts.js";
import { call, on, tell } from "./call.js";
import { drawComing } from "./coming.js";
import { at, make } from "./dom.js";
import { place } from "./names.js";
import { amount } from "./sentences.js";

/** Show whoever is on the line. */
export function setUpAbout(names) {
  on("began", () => (at("about").hidden = true));
  on("client", (client) => show(client, names));
  on("promised", () => refresh(names));
  on("cancelled", () => refresh(names));
}

/** Return the entitlement that a service takes of; undefined: none. */
export function entitlementOf(service) {
  const own = (call.entitlements ?? []).filter((one) => one.service_ids.includes(service.id));
  return own.find((one) => one.left > 0) ?? own[0];
}

async function show(client, names) {
  at("about").hidden = false;
  at("about-name").textContent = client.name;
  const home = await place(client.home);
  if (call.client !== client) return;
  call.home = home;
  const floor = client.access.floor ? t("booking.about.floor", { floor: client.access.floor }) : "";
  facts([
    [t("booking.about.phone"), phone(client.phone)],
    [t("booking.about.address"), [home?.address, floor].filter(Boolean).join(", ")],
    [t("booking.about.mobility"), t(`booking.mobility.${client.mobility}`)],
    [t("booking.about.note"), client.notes.office],
  ]);
  await refresh(names);
}

async function refresh(names) {
  const { client } = call;
  if (!client) return;
  const id = encodeURIComponent(client.id);
  try {
    const [left, bookings] = await Promise.all([ask("GET", `/clients/${id}/entitlements`), ask("GET", `/bookings?client=${id}`)]);
    if (call.client !== client) return;
    call.entitlements = left.data.items;
    call.bookings = bookings.data.items;
    drawLeft(names);
    await drawComing(names);
    tell("known");
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}

function drawLeft(names) {
  const lines = call.entitlements.map((one) => {
    const services = one.service_ids.map((id) => names.service.get(id)?.name ?? id).join(", ");
    const text = t("booking.about.left_of", { services, left: amount(one.left, one.unit), all: whole(one.amount), until: date(one.last) });
    return make("li", { className: one.left > 0 ? "" : "spent" }, text);
  });
  at("about-left").replaceChildren(...(lines.length ? lines : [make("li", { className: "help" }, t("booking.about.no_limit"))]));
}

function facts(pairs) {
  at("about-facts").replaceChildren(...pairs.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

const phone = (number) => (number ? make("a", { href: `tel:${number.replaceAll(/[^\d+]/g, "")}` }, number) : "");
const whole = (number) => new Intl.NumberFormat(lang).format(number);
const date = (day) => new Intl.DateTimeFormat(lang === "pl" ? "pl-PL" : "en-GB", { day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));
