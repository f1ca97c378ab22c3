// The first account of an installation; whoever has made it is signed in, and enrols a second factor next.

import "./frame.js";
import { sending } from "./admin/form.js";
import { Refused, ask } from "./api.js";

const form = document.getElementById("setup");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { again, ...told } = Object.fromEntries(new FormData(form));
  const made = await sending(form, async () => {
    const empty = [...form.querySelectorAll("[required]")].filter((one) => !one.value.trim()).map((one) => ({ where: one.id }));
    if (empty.length) throw at(empty);
    if (told.password !== again) throw at([{ where: "again" }]);
    await ask("POST", "/setup", { body: told }).catch((error) => {
      throw error.kind === "sign-in" ? at([{ where: "setup_code" }]) : error;
    });
    return ask("POST", "/session", { body: { sign_in: told.sign_in, password: told.password } });
  });
  if (made) location.assign("/");
});

const at = (problems) => new Refused(422, { type: "urn:dojazd:input", problems });
