// Who is on the line: found in two keystrokes, or added.

import { ask, sentence } from "../api.js";
import { count, t } from "../texts.js";
import { tell as notice } from "../notices.js";
import { call, on, tell } from "./call.js";
import { combobox } from "./combobox.js";
import { at, make } from "./dom.js";
import { endCall } from "./ending.js";
import { askForNew } from "./new_client.js";

let box = null;
let turn = 0;

/** Let clients be found. */
export function setUp() {
  box = combobox(at("client"), {
    find: async (typed, signal) => [...(await found(typed, signal)), { fresh: typed }],
    show: line,
    text: (one) => one.name ?? one.fresh,
    pick: (one) => (one.fresh === undefined ? take(one.id) : add(one.fresh)),
    count: (number) => (number ? count("booking.people", number - 1) : ""),
  });
  on("began", () => ((turn += 1), box.clear(), at("client").focus()));
  combobox(at("second"), {
    find: async (typed, signal) => (await found(typed, signal)).filter((one) => one.id !== call.client?.id),
    show: line, text: (one) => one.name, pick: (one) => (call.second = one), count: (number) => count("booking.people", number),
  });
  at("second").addEventListener("input", () => (call.second = null));
}

/** Take a client for the one on the line; a call of somebody else without a promise ends first. */
export async function take(id) {
  if (call.busy) return;
  try {
    if (call.enquiry && call.client?.id !== id) await endCall();
    if (call.enquiry && call.client?.id !== id) return; // it could not be ended, and is not this one's
    const mine = (turn += 1);
    const client = (await ask("GET", `/clients/${encodeURIComponent(id)}`)).data;
    if (mine !== turn) return; // somebody else is on the line meanwhile, or nobody
    call.client = client;
    box.set(client.name);
    tell("client", client);
  } catch (error) {
    notice(sentence(error), { kind: "wrong" });
  }
}

async function add(typed) {
  const made = await askForNew(typed);
  if (made) await take(made.id);
}

const found = async (text, signal) => (await ask("POST", "/clients/search", { body: { text, limit: 8 }, signal })).data.items;

function line(one) {
  if (one.fresh !== undefined) return [make("span", { className: "add" }, t("booking.client.add", { typed: one.fresh }))];
  const more = [one.address, one.phone, one.birth_year ? t("booking.client.born", { year: one.birth_year }) : ""];
  return [make("strong", {}, one.name), make("span", { className: "more" }, more.filter(Boolean).join(" · "))];
}
