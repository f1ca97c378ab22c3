// The booking page: the call from who to when, and the keys of the desk.

import "../frame.js";
import { sentence } from "../api.js";
import { listen } from "../changes.js";
import { tell as notice } from "../notices.js";
import { setUpAbout } from "./about.js";
import { setUpAsking, wait } from "./asking.js";
import { begin, call, on } from "./call.js";
import { setUpCard } from "./card.js";
import { setUp, take } from "./client.js";
import { setUpDone } from "./done.js";
import { at } from "./dom.js";
import { endOrCorrect, nextCall, setUpEnding } from "./ending.js";
import { setUpInstead } from "./instead.js";
import { catalogue } from "./names.js";
import { setUpNew } from "./new_client.js";
import { setUpSeries } from "./series.js";
import { setUpServices } from "./services.js";
import { setUpTelling } from "./telling.js";
import { setUpWishing } from "./wishing.js";

async function start() {
  const names = await catalogue();
  setUp();
  setUpNew();
  setUpInstead();
  setUpWishing();
  setUpServices(names);
  setUpAbout(names);
  setUpTelling();
  setUpAsking(names);
  setUpSeries(names);
  setUpDone();
  setUpCard();
  setUpEnding();
  on("ended", begin);
  buttons();
  keys();
  begin();
  const known = at("desk").dataset.client;
  if (known) await take(known);
  listen();
}

function buttons() {
  for (const id of ["give-up", "decline", "give-up-series"]) at(id).addEventListener("click", () => call.busy || endOrCorrect());
  at("wait").addEventListener("click", () => call.busy || wait());
  at("next-call").addEventListener("click", nextCall);
  at("same-client").addEventListener("click", again);
}

/** The same person wants something else, too. */
function again() {
  const { id } = call.client;
  begin();
  return take(id);
}

function toWish() {
  if (!call.client) return;
  if (at("done").hidden) at("words").focus();
  else again();
}

/** The keys of the desk; in a dialog they mean nothing. */
function keys() {
  const acts = { F2: nextCall, F4: toWish, F8: endOrCorrect, F9: () => !at("answer").hidden && wait() };
  document.addEventListener("keydown", (event) => {
    if (!acts[event.key] || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!event.repeat && !call.busy) acts[event.key]();
  });
}

start().catch((error) => notice(sentence(error), { kind: "wrong" }));
