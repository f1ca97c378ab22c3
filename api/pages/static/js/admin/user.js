// An account: what is said of it, and what an administrator does with it.

import "../frame.js";
import { ask, newKey, sentence } from "../api.js";
import { time } from "../clocks.js";
import { shown } from "../dialogs.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { sending } from "./form.js";
import { newPassword } from "./passwords.js";
import { confirmed } from "./question.js";
import { goTelling } from "./told.js";

const form = document.getElementById("user");
const at = (id) => document.getElementById(id);
const { id, version } = form.dataset;
const path = `/users/${encodeURIComponent(id)}`;
const key = newKey();

/** Return what the form says; an account is a worker's or a contractor's only in that role. */
function said(active) {
  const told = Object.fromEntries(new FormData(form));
  const body = { sign_in: told.sign_in.trim(), name: told.name.trim(), role: told.role, active };
  body.staff_id = told.role === "worker" ? told.staff_id || null : null;
  body.provider_id = told.role === "provider" ? told.provider_id || null : null;
  return id ? body : { ...body, password: told.password };
}

function showRole() {
  const role = at("role");
  for (const one of document.querySelectorAll("[data-role]")) one.hidden = one.dataset.role !== role.value;
  at("role-help").textContent = role.selectedOptions[0].dataset.does;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const made = await sending(form, () =>
    id ? ask("PUT", path, { body: said(form.dataset.active === "yes"), version }) : ask("POST", "/users", { body: said(true), key }));
  if (made && id) goTelling(location.pathname, t("admin.kept"));
  else if (made) goTelling(`/admin/users/${encodeURIComponent(made.data.id)}`, t("admin_users.done.made"));
});
at("role").addEventListener("change", showRole);
showRole();

for (const one of document.querySelectorAll("[data-draw]")) {
  one.addEventListener("click", () => {
    at(one.dataset.draw).value = newPassword();
    at(one.dataset.draw).select();
  });
}

const DOES = {
  "drop-app": [() => ask("DELETE", `${path}/totp`), () => t("admin_users.done.app")],
  "sign-out": [() => ask("DELETE", `${path}/sessions`), () => t("admin_users.done.out")],
  link: [() => ask("PUT", `${path}/identity`, { body: { newcomer_id: at("newcomer").value }, version }), () => t("admin_users.done.link")],
  unlink: [() => ask("DELETE", `${path}/identity`, { version }), () => t("admin_users.done.unlink")],
  lock: [() => active(false), () => t("admin_users.done.lock")],
};

for (const one of document.querySelectorAll("[data-ask]")) {
  one.addEventListener("click", async () => {
    const [act, done] = DOES[one.dataset.does];
    if (await confirmed(one)) await doing(act, done());
  });
}
at("unlock")?.addEventListener("click", () => doing(() => active(true), t("admin_users.done.unlock")));

at("give-password")?.addEventListener("click", () => {
  at("given").value = newPassword();
  shown(at("new-password"));
});
at("new-password-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = await sending(event.target, () => ask("PUT", `${path}/password`, { body: { password: at("given").value } }));
  if (given !== undefined) goTelling(location.pathname, t("admin_users.done.password"));
});

at("link-phone")?.addEventListener("click", async () => {
  try {
    const { data } = await ask("POST", `${path}/phone-link`);
    at("phone-picture").src = data.picture;
    at("phone-code").textContent = data.code;
    at("phone-until").textContent = t("admin_users.phone.until", { time: time(data.ends_at) });
    await shown(at("phone-link"));
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});

/** Lock an account, or let it in again, as it is kept: what is typed meanwhile is not kept by that. */
async function active(is) {
  const { sign_in, name, role, staff_id, provider_id } = (await ask("GET", path)).data;
  await ask("PUT", path, { body: { sign_in, name, role, staff_id, provider_id, active: is }, version });
}

async function doing(act, done) {
  try {
    await act();
    goTelling(location.pathname, done);
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
}
