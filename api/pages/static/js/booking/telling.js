// How whoever is on the line wants to be told: by which way, in which language, and what they do not want at all.

import { ask, sentence } from "../api.js";
import { shown } from "../dialogs.js";
import { tell as notice } from "../notices.js";
import { t } from "../texts.js";
import { call, on } from "./call.js";
import { at, told } from "./dom.js";

let known = null; // the client and the wishes as they were read, each with its version

/** Let it be seen and changed how a client is told. */
export function setUpTelling() {
  on("client", (client) => (at("about-channel").textContent = t(`booking_messages.by.${client.channel}`)));
  at("about-telling").addEventListener("click", () => call.client && open(call.client.id));
  at("telling").querySelector("[data-close]").addEventListener("click", () => at("telling").close(""));
  at("telling-form").addEventListener("submit", save);
}

const boxes = () => [...document.querySelectorAll('#telling input[name="unwanted"]')];
const path = (id) => `/clients/${encodeURIComponent(id)}`;

async function open(id) {
  try {
    const [client, wishes] = await Promise.all([ask("GET", path(id)), ask("GET", `${path(id)}/message-wishes`)]);
    known = { client, wishes };
  } catch (error) {
    return void notice(sentence(error), { kind: "wrong" });
  }
  const { client, wishes } = known;
  const off = new Set(wishes.data.unwanted.map((one) => `${one.channel} ${one.topic}`));
  told(at("telling-wrong"), "");
  at("telling-who").textContent = client.data.name;
  at("telling-channel").value = client.data.channel;
  at("telling-email").value = client.data.email;
  at("telling-language").value = wishes.data.language;
  for (const one of boxes()) one.checked = off.has(one.value);
  await shown(at("telling"));
}

async function save(event) {
  event.preventDefault();
  const { client, wishes } = known;
  const { id, ...before } = client.data;
  const body = { ...before, channel: at("telling-channel").value, email: at("telling-email").value.trim() };
  if (body.channel === "email" && !body.email) return wrong(t("booking_messages.no_email"));
  const unwanted = boxes().filter((one) => one.checked).map((one) => one.value.split(" ")).map(([channel, topic]) => ({ channel, topic }));
  try {
    if (body.channel !== before.channel || body.email !== before.email) {
      await ask("PUT", path(id), { body, version: client.version });
    }
    await ask("PUT", `${path(id)}/message-wishes`, { body: { language: at("telling-language").value, unwanted }, version: wishes.version });
  } catch (error) {
    return wrong(sentence(error));
  }
  if (call.client?.id === id) {
    Object.assign(call.client, { channel: body.channel, email: body.email });
    at("about-channel").textContent = t(`booking_messages.by.${body.channel}`);
  }
  at("telling").close("saved");
  notice(t("booking_messages.saved"));
}

function wrong(text) {
  told(at("telling-wrong"), text);
  at("telling-channel").focus();
}
