// Bringing in the office's own workbook: the file, its columns, what would become of each row, and the confirmation.

import "../frame.js";
import { ask, newKey, sentence } from "../api.js";
import { t } from "../texts.js";
import { fields, mapped, showColumns } from "./columns.js";
import { at, show, told } from "./dom.js";
import { base64 } from "./file.js";
import { showDone } from "./done.js";
import { showPreview } from "./preview.js";

/** What is being brought in: the file, what was read of it, what was checked, and which addresses were put by hand. */
const now = { file: null, read: null, checked: null, points: {}, key: "" };
const LARGEST = 4 * 1024 * 1024;

function start() {
  const taken = () => at("file").files[0] && choose(at("file").files[0]);
  at("file").addEventListener("change", taken);
  taken(); // chosen before this script was there
  for (const name of ["dragenter", "dragover"]) at("drop").addEventListener(name, (event) => (event.preventDefault(), at("drop").classList.add("over")));
  at("drop").addEventListener("dragleave", () => at("drop").classList.remove("over"));
  at("drop").addEventListener("drop", dropped);
  for (const radio of document.querySelectorAll("input[name=kind]")) radio.addEventListener("change", () => read({ kind: radio.value }));
  at("sheet").addEventListener("change", () => read({ sheet: Number(at("sheet").value) }));
  at("header-row").addEventListener("change", () => read({ ...as(), header_row: Number(at("header-row").value) || 1 }));
  at("column-list").addEventListener("change", () => (show("preview", false), told("columns-wrong", "")));
  at("check").addEventListener("click", () => check());
  at("again").addEventListener("click", begin);
  at("next").addEventListener("click", begin);
  at("keep-all").addEventListener("click", () => keep(false));
  at("keep-good").addEventListener("click", () => keep(true));
}

const as = () => ({ kind: now.read?.kind, sheet: now.read?.sheet ?? 0 });

function dropped(event) {
  event.preventDefault();
  at("drop").classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) choose(file);
}

/** Begin anew, with the next file. */
function begin() {
  Object.assign(now, { file: null, read: null, checked: null, points: {} });
  at("file").value = "";
  told("file-said", "");
  for (const part of ["columns", "preview", "done"]) show(part, false);
  at("file").focus();
}

async function choose(file) {
  Object.assign(now, { read: null, checked: null, points: {} });
  for (const part of ["columns", "preview", "done"]) show(part, false);
  told("wrong", "");
  told("file-said", "");
  if (file.size > LARGEST) return told("wrong", t("import.file.large"));
  await trying(async () => {
    now.file = { name: file.name.slice(-200), content: await base64(file) };
    await read({});
    at("columns-title").focus();
  });
}

/** Look into the file; what is not said is guessed. */
async function read(wanted) {
  show("preview", false);
  show("done", false);
  now.points = {};
  await trying(async () => {
    const body = { ...now.file, sheet: wanted.sheet ?? now.read?.sheet ?? 0 };
    if (wanted.kind) body.kind = wanted.kind;
    if (wanted.header_row) body.header_row = wanted.header_row;
    now.read = (await ask("POST", "/imports/reading", { body })).data;
    told("file-said", t("import.file.read", { name: now.file.name }));
    showColumns(now.read);
    show("columns", true);
  });
}

/** Say what would become of each row; returns whether it could be found out. */
async function check({ quiet = false } = {}) {
  told("columns-wrong", "");
  at("check").disabled = true;
  const done = await trying(async () => {
    const { data } = await ask("POST", `/imports/${now.read.kind}/check`, { body: wanted() });
    if (data.missing.length) return missing(data.missing);
    now.checked = data;
    now.key = newKey();
    showPreview(data, now, { place: placed });
    show("done", false);
    show("preview", true);
    if (!quiet) at("preview-title").focus();
  });
  at("check").disabled = false;
  return done;
}

/** Put the address of some rows where somebody has pointed, and look again. */
async function placed(rows, point) {
  for (const row of rows) now.points[row] = point;
  await check({ quiet: true });
}

async function keep(goodOnly) {
  for (const one of ["keep-all", "keep-good"]) at(one).disabled = true;
  const body = { ...wanted(), seen: now.checked.seen, good_only: goodOnly };
  const done = await trying(async () => {
    const { data } = await ask("POST", `/imports/${now.read.kind}`, { body, key: now.key });
    for (const part of ["columns", "preview"]) show(part, false);
    showDone(data, now.read.kind);
    show("done", true);
    at("done-title").focus();
  });
  if (done) return;
  const why = at("wrong").textContent;
  if (await check({ quiet: true })) told("wrong", why);
}

const wanted = () => ({
  ...now.file, sheet: now.read.sheet, header_row: now.read.header_row, columns: mapped(), points: now.points,
});

function missing(groups) {
  const names = groups.map((group) => group.map((one) => fields.name(one)).join(` ${t("import.columns.or")} `));
  told("columns-wrong", t("import.columns.missing", { what: names.join("; ") }));
  show("preview", false);
}

/** Do something; say at the top what was refused. Returns whether it went well. */
async function trying(act) {
  told("wrong", "");
  try {
    await act();
    return true;
  } catch (error) {
    told("wrong", sentence(error));
    at("wrong").scrollIntoView({ block: "nearest" });
    return false;
  }
}

start();
