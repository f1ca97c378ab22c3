// A client who calls for the first time: name, number, and an address that the town has.

import { ask, newKey, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { count, t } from "../texts.js";
import { combobox } from "./combobox.js";
import { at, make, told } from "./dom.js";

const DIGITS = /^[\d\s+()-]+$/;
const MOBILITIES = ["walks", "walker", "wheelchair"];
let address = null;
let keys = {};

/** Let addresses be found, and the dialog be sent. */
export function setUpNew() {
  at("new-mobility").append(...MOBILITIES.map((one) => make("option", { value: one }, t(`booking.mobility.${one}`))));
  combobox(at("new-address"), {
    find: async (text, signal) => (await ask("POST", "/addresses/search", { body: { text, limit: 8 }, signal })).data.items,
    show: (one) => [make("strong", {}, one.address), make("span", { className: "more" }, one.exact ? "" : t("booking.new.near"))],
    text: (one) => one.address,
    pick: (one) => (address = one),
    count: (number) => count("booking.addresses", number),
  });
  at("new-client").querySelector("[data-close]").addEventListener("click", () => at("new-client").close(""));
  at("new-client-form").addEventListener("submit", save);
}

/** Ask for a new client; returns them, or null. */
export async function askForNew(typed) {
  at("new-client-form").reset();
  told(at("new-client-wrong"), "");
  address = null;
  keys = { place: newKey(), client: newKey() };
  at(DIGITS.test(typed) ? "new-phone" : "new-name").value = typed;
  const answer = shown(at("new-client"));
  at(DIGITS.test(typed) ? "new-name" : "new-phone").focus();
  return (await answer) ? at("new-client").made : null;
}

async function save(event) {
  event.preventDefault();
  const name = at("new-name").value.trim();
  if (!name) return wrong(t("booking.new.no_name"), "new-name");
  if (!address) return wrong(t("booking.new.no_address"), "new-address");
  try {
    const home = await placeOf();
    const body = {
      name, home, phone: at("new-phone").value.trim(), mobility: at("new-mobility").value, sex: at("new-sex").value || null,
      access: { floor: Number(at("new-floor").value) || 0 },
    };
    if (body.mobility === "wheelchair") body.wheelchair = {};
    at("new-client").made = (await ask("POST", "/clients", { body, key: keys.client })).data;
    at("new-client").close("saved");
  } catch (error) {
    keys = { place: newKey(), client: newKey() };
    wrong(sentence(error), "new-name");
  }
}

/** Return the place of the address: the one that the office has, or a new one at its point. */
async function placeOf() {
  const written = at("new-address").value.trim();
  if (address.place_id && written === address.address) return address.place_id;
  const door = { lat: address.lat, lon: address.lon };
  const body = { name: written, address: written, entrances: [door], district_id: address.district_id };
  return (await ask("POST", "/places", { body, key: keys.place })).data.id;
}

function wrong(text, field) {
  told(at("new-client-wrong"), text);
  at(field).focus();
}
