// One's own account: another password, a second factor, signing out elsewhere.

import "./frame.js";
import { sending } from "./admin/form.js";
import { goTelling } from "./admin/told.js";
import { Refused, ask, sentence } from "./api.js";
import { shown } from "./dialogs.js";
import { el } from "./elements.js";
import { tell } from "./notices.js";
import { t } from "./texts.js";

const at = (id) => document.getElementById(id);

at("password")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const told = Object.fromEntries(new FormData(form));
  const kept = await sending(form, async () => {
    if (told.new !== told.again) throw mistyped("again");
    return ask("PUT", "/session/password", { body: { old: told.old, new: told.new } }).catch((error) => {
      throw error.kind === "sign-in" ? mistyped("old") : inField(error, "new");
    });
  });
  if (kept !== undefined) goTelling("/sign-in?after=/account", t("account.password.done"));
});

at("enrol")?.addEventListener("click", async () => {
  at("app-wrong").hidden = true;
  try {
    const { data } = await ask("POST", "/session/totp");
    at("picture").src = data.picture;
    at("secret").textContent = data.secret.match(/.{1,4}/g).join(" ");
    at("code-form").reset();
    await shown(at("enrolling"));
  } catch (error) {
    at("app-wrong").textContent = error instanceof Refused && error.status === 403 ? t("account.app.sign_in_first") : sentence(error);
    at("app-wrong").hidden = false;
  }
});

at("show-code")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const code = at("shown_code").value.replace(/\s/g, "");
  const shown = await sending(event.target, () => ask("POST", "/session/totp/code", { body: { code } }).catch((error) => {
    throw error.kind === "second-factor" ? mistyped("shown_code") : error;
  }));
  if (shown !== undefined) location.assign("/");
});

at("code-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const told = Object.fromEntries(new FormData(form));
  const body = { code: told.code.replace(/\s/g, "") };
  if (told.present_code) body.present_code = told.present_code.trim();
  const enrolled = await sending(form, () => ask("PUT", "/session/totp", { body }).catch((error) => {
    throw error.kind === "second-factor" ? mistyped("present_code") : error;
  }));
  if (!enrolled) return;
  at("enrolling").close();
  at("recovery-codes").replaceChildren(...enrolled.data.codes.map((one) => el("li", {}, one)));
  await shown(at("recovery"));
  at("recovery-codes").replaceChildren();
  goTelling("/account", t("account.app.done")); // the session is another one, and so is its csrf token
});
at("print").addEventListener("click", () => print());

at("elsewhere").addEventListener("click", async () => {
  try {
    await ask("DELETE", "/session/others");
    tell(t("account.elsewhere.done"));
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});

at("feed")?.addEventListener("click", async () => {
  try {
    const { data } = await ask("POST", "/own-day/calendar-feeds");
    at("feed-picture").src = data.picture;
    at("feed-address").textContent = data.address;
    await shown(at("feed-made"));
    at("feed-address").textContent = "";
    location.reload();
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});

at("calendar")?.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-revoke]");
  if (!button) return;
  try {
    await ask("DELETE", `/own-day/calendar-feeds/${button.dataset.revoke}`);
    button.closest("li").remove();
    at("feed").focus();
    tell(t("account.calendar.revoked"));
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});

/** Return the refusal that says at a field what the field's own text says. */
const mistyped = (field) => new Refused(422, { type: "urn:dojazd:input", problems: [{ where: field }] });

/** Return a refusal of the password as one of the field that it was typed into. */
function inField(error, field) {
  const known = error.problem?.problems?.some((one) => one.where === "password" || one.where.endsWith(`.${field}`));
  return known ? mistyped(field) : error;
}
