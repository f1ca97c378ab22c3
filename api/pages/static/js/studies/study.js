// A question that is being answered, or was: it is computed, cancelled and gone on with from here.

import "../figures/main.js";
import { ask, askOnce, sentence } from "../api.js";
import { listen } from "../changes.js";
import { tell } from "../notices.js";
import { tellQuarters } from "./quarters.js";

const run = document.getElementById("run");

listen();
tellQuarters(run, document.getElementById("run-told"));

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-play], [data-cancel]");
  if (!button || button.disabled) return;
  button.disabled = true;
  try {
    await (button.dataset.cancel ? cancel(button.dataset.cancel) : play());
  } catch (error) {
    button.disabled = false;
    tell(sentence(error), { kind: "wrong" });
  }
});

async function play() {
  await askOnce("POST", `/studies/${encodeURIComponent(run.dataset.study)}/runs`, { body: {} });
  location.assign(`/studies/${encodeURIComponent(run.dataset.study)}`);
}

/** What is at it stops at the next replication; until then the page goes on asking. */
async function cancel(id) {
  await ask("DELETE", `/study-runs/${encodeURIComponent(id)}`);
  document.body.dispatchEvent(new CustomEvent("dojazd:changed", { detail: { why: "stamp" } }));
}
