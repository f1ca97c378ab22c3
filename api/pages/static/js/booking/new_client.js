// A client who calls for the first time: name, number, and an address that the town has.

import { ask, newKey, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { count, t } from "../texts.js";
import { combobox } from "./combobox.js";
import { at, make, told } from "./dom.js";

const DIGITS = /^[\d\s+()-]+$/;
const FLAT = /(?:\bm\.?\s*|\d\s*\/\s*)(\d+\w?)$/i;
const MOBILITIES = ["walks", "walker", "wheelchair"];
let address = null;
let keys = {};

/** Let addresses be found, and the dialog be sent. */
export function setUpNew() {
  at("new-mobility").append(...MOBILITIES.map((one) => make("option", { value: one }, t(`booking.mobility.${one}`))));
  const box = combobox(at("new-address"), {
    find: async (text, signal) => none((await ask("POST", "/addresses/search", { body: { text, limit: 8 }, signal })).data.items),
    show: (one) => [make("strong", {}, one.address), make("span", { className: "more" }, one.exact ? "" : t("booking.new.near"))],
    text: (one) => one.address + (one.place_id ? "" : flat()),
    pick: (one) => pick(one, box),
    count: (number) => count("booking.addresses", number),
  });
  at("new-address").addEventListener("input", () => address && !written().startsWith(address.address) && (address = null));
  at("new-client").querySelector("[data-close]").addEventListener("click", () => at("new-client").close(""));
  at("new-client-form").addEventListener("submit", save);
}

/** Take an address; a street without a number is only the beginning of one. */
function pick(one, box) {
  if (one.place_id || /\d/.test(one.address.replace(/^.*?(?=\S+$)/, ""))) return void (address = one);
  address = null;
  box.set(`${one.address} `);
}

/** Say that nothing was found, where somebody would look for it. */
function none(found) {
  told(at("new-address-none"), found.length ? "" : t("booking.new.none"));
  return found;
}

/** Return the number of a flat that was typed, as it is written behind the house's; empty: none was. */
const flat = () => {
  const typed = FLAT.exec(written());
  return typed ? ` m. ${typed[1]}` : "";
};

const written = () => at("new-address").value.trim();

/** Ask for a new client; returns them, or null. */
export async function askForNew(typed) {
  at("new-client-form").reset();
  for (const id of ["new-client-wrong", "new-address-none"]) told(at(id), "");
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
  if (address.place_id && written() === address.address) return address.place_id;
  const door = { lat: address.lat, lon: address.lon };
  const body = { name: written(), address: written(), entrances: [door], district_id: address.district_id };
  return (await ask("POST", "/places", { body, key: keys.place })).data.id;
}

function wrong(text, field) {
  told(at("new-client-wrong"), text);
  at(field).focus();
}
