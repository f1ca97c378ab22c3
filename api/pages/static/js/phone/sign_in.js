// Signing a phone in by the code that the office shows, typed or brought along by the picture (behind the # of the address).

import { Refused, ask, sentence } from "../api.js";
import { t } from "../texts.js";
import { change } from "./storage.js";

const form = document.getElementById("phone-sign-in");
const code = document.getElementById("code");

code.value = readable(decodeURIComponent(location.hash.slice(1)));
history.replaceState(null, "", location.pathname);
code.addEventListener("input", () => (code.value = readable(code.value)));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!code.value) return wrong(t("phone.sign.missing"));
  try {
    await ask("POST", "/phone-session", { body: { code: code.value } });
    await change(() => ({ leaving: null })); // of the session before this one
    location.assign("/my-day");
  } catch (error) {
    wrong(error instanceof Refused && error.status === 401 ? t("phone.sign.wrong") : sentence(error));
  }
});

/** Return a code as the office shows it: large letters in two groups. */
function readable(text) {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 10);
  return plain.length > 5 ? `${plain.slice(0, 5)}-${plain.slice(5)}` : plain;
}

function wrong(text) {
  const place = form.querySelector(".wrong");
  place.textContent = text;
  place.hidden = false;
  code.focus();
}
