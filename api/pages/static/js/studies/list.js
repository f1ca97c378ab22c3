// All questions: a file is dropped and read, and what nobody asks any more is deleted.

import "../frame.js";
import { ask, sentence } from "../api.js";
import { listen } from "../changes.js";
import { el } from "../elements.js";
import { tell } from "../notices.js";
import { confirmed } from "../admin/question.js";
import { t } from "../texts.js";
import { hand } from "./handing.js";

const LARGEST_B = 500_000;
const chosen = document.getElementById("studies-file");
const wrong = document.getElementById("studies-wrong");

listen();

document.getElementById("studies").addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-delete]");
  if (!button || !(await confirmed(button))) return;
  try {
    await ask("DELETE", `/studies/${encodeURIComponent(button.dataset.delete)}`);
    tell(t("studies_list.deleted"));
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
  document.body.dispatchEvent(new CustomEvent("dojazd:changed", { detail: { why: "stamp" } }));
  document.getElementById("main").focus();
});

/** Read a file by the API's own reader: what is wrong with it is said here, what is right is looked at before it is kept. */
async function read(file) {
  wrong.hidden = true;
  if (file.size > LARGEST_B) return refuse([t("studies_list.too_large")]);
  try {
    const { data } = await ask("POST", "/studies/reading", { body: { toml: await file.text() } });
    if (data.problems?.length) return refuse(data.problems.map(line));
    hand(data.question);
    location.assign("/studies/new");
  } catch (error) {
    refuse(error.problem?.problems?.length ? error.problem.problems.map(line) : [sentence(error)]);
  }
}

const line = (one) => `${one.path ?? one.where}: ${one.wrong}; ${one.right}`;

function refuse(lines) {
  wrong.replaceChildren(el("p", {}, t("studies_list.not_read")), el("ul", {}, lines.map((one) => el("li", {}, one))));
  wrong.hidden = false;
  wrong.focus();
}

chosen?.addEventListener("change", () => {
  const [file] = chosen.files;
  chosen.value = "";
  if (file) read(file);
});
if (chosen) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) read(file);
  });
}
