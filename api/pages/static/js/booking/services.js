// What for: the services, each with what is left of it, and the fields of its kind.

import { ask, said } from "../api.js";
import { count, t } from "../texts.js";
import { entitlementOf } from "./about.js";
import { call, on, tell } from "./call.js";
import { combobox } from "./combobox.js";
import { at, choose, chosen, make, told } from "./dom.js";
import { place } from "./names.js";
import { amount } from "./sentences.js";

/** Show the services, and what each kind asks for. */
export function setUpServices(names) {
  at("services").replaceChildren(...names.services.map(choice));
  at("purpose").append(...names.purposes.map((one) => make("option", { value: one.id }, one.name)));
  at("programme").append(...names.programmes.map((one) => make("option", { value: one.id }, one.id)));
  at("help-level").append(...Object.entries(names.helpLevels).map(([id, words]) => make("option", { value: id, selected: id === "door" }, said(words))));
  at("services").addEventListener("change", () => take(names));
  for (const name of ["way", "return"]) for (const one of document.querySelectorAll(`input[name="${name}"]`)) one.addEventListener("change", ways);
  for (const [field, key] of [["place", "place"], ["source", "source"]]) finds(field, key);
  on("known", () => known(names));
  on("began", reset);
}

function choice(service) {
  const input = make("input", { type: "radio", name: "service", value: service.id });
  return make("label", { className: "choice" }, input, make("span", {}, service.name, make("small", { id: `left-${service.id}` })));
}

function finds(field, key) {
  combobox(at(field), {
    find: async (text, signal) => (await ask("POST", "/places/search", { body: { text, limit: 8 }, signal })).data.items,
    show: (one) => [make("strong", {}, one.name), make("span", { className: "more" }, one.address)],
    text: (one) => one.name,
    pick: (one) => (call[key] = one),
    count: (number) => count("booking.places", number),
  });
  at(field).addEventListener("input", () => (call[key] = null));
}

/** What is left is known: say it at each service, and choose what was booked last, or what there is an entitlement for. */
function known(names) {
  for (const service of names.services) {
    const one = entitlementOf(service);
    const place = at(`left-${service.id}`);
    place.textContent = one ? (one.left > 0 ? t("booking.service.left", { left: amount(one.left, one.unit) }) : t("booking.service.spent")) : "";
    place.className = one && one.left <= 0 ? "spent" : "";
  }
  if (!call.service) {
    const offered = new Set(names.services.map((one) => one.id));
    const last = call.bookings.filter((one) => offered.has(one.request.service_id)).sort((a, b) => a.day.localeCompare(b.day)).at(-1)?.request.service_id;
    const entitled = names.services.find((one) => entitlementOf(one)?.left > 0)?.id;
    choose("service", last ?? entitled ?? names.services[0]?.id);
    take(names);
  }
  told(at("wheelchair"), call.client.mobility === "wheelchair" ? t("booking.party.wheelchair") : "");
}

function take(names) {
  call.service = names.service.get(chosen("service")) ?? null;
  const kind = call.service?.kind;
  at("ride").hidden = kind !== "ride";
  at("delivery").hidden = kind !== "delivery";
  at("arrive-field").hidden = kind !== "ride";
  if (kind === "delivery" && !call.source) sourceOfLast();
  at("programme").value = call.service ? entitlementOf(call.service)?.programme_id ?? "" : "";
  ways();
  tell("service");
}

/** Whoever had something brought before gets it from there again, unless another source is chosen. */
async function sourceOfLast() {
  const { client, bookings = [], service } = call;
  const before = bookings.filter((one) => one.request.kind === "delivery" && one.request.service_id === service.id);
  const last = before.sort((a, b) => a.day.localeCompare(b.day)).at(-1);
  const found = last && (await place(last.request.source.place_id));
  if (!found || call.client !== client || call.source || at("source").value) return;
  call.source = found;
  at("source").value = found.name;
}

function ways() {
  call.way = chosen("way");
  at("place-label").textContent = call.way === "home" ? t("booking.ride.place_from") : t("booking.ride.place");
  at("return").hidden = call.way === "home";
  at("return-hours").hidden = chosen("return") !== "fixed";
  at("return-open-help").hidden = chosen("return") !== "open";
}

function reset() {
  for (const one of document.querySelectorAll("input[name=service]")) one.checked = false;
  choose("way", "out");
  choose("return", "none");
  for (const id of ["place", "source", "second", "purpose", "note", "minutes", "return-words", "programme"]) at(id).value = "";
  for (const id of ["carers", "rollators", "luggage"]) at(id).value = 0;
  at("help-level").value = "door";
  at("portions").value = 1;
  ways();
}

/** Return what the fields of the page say of the call. */
export function gathered() {
  const number = (id) => Number(at(id).value) || 0;
  return {
    ...call, carers: number("carers"), rollators: number("rollators"), luggage: number("luggage"), purpose: at("purpose").value,
    help: at("help-level").value, programme: at("programme").value, minutes: number("minutes"), note: at("note").value.trim(),
    portions: number("portions") || 1, returns: call.service?.kind === "ride" && call.way === "out" ? chosen("return") : "none",
  };
}
