// Signing in: with a name and a password, a second factor where there is one; in the demo as a role.

import "./frame.js";
import { Refused, ask, sentence } from "./api.js";
import { t } from "./texts.js";
import { tell } from "./notices.js";

const form = document.getElementById("sign-in");
const roles = document.getElementById("roles");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { sign_in: name, password, code } = Object.fromEntries(new FormData(form));
  if (!name.trim() || !password) return wrong(t("sign_in.missing"), name.trim() ? "password" : "name");
  const body = { sign_in: name, password };
  if (code) body.code = code.replaceAll(" ", "");
  try {
    await ask("POST", "/session", { body });
    location.assign(form.dataset.after);
  } catch (error) {
    refused(error, Boolean(code));
  }
});

roles?.addEventListener("click", async (event) => {
  const role = event.target.closest("[data-role]")?.dataset.role;
  if (!role) return;
  try {
    await ask("POST", "/demo/sign-in", { body: { role } });
    location.assign(roles.dataset.after);
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});

function refused(error, withCode) {
  const second = document.getElementById("second");
  if (!(error instanceof Refused)) return wrong(sentence(error), "name");
  if (error.kind === "second-factor") {
    second.hidden = false;
    return wrong(withCode ? t("sign_in.wrong_code") : "", "code");
  }
  if (error.status === 401) return wrong(t("sign_in.wrong"), "password");
  return wrong(sentence(error), "name");
}

function wrong(text, field) {
  const place = form.querySelector(".wrong");
  place.textContent = text;
  place.hidden = !text;
  form.querySelector(`#${field}`).focus();
}
