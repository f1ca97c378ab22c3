// What every page has: signing out.

import { ask, sentence } from "./api.js";
import { tell } from "./notices.js";

document.querySelector("[data-sign-out]")?.addEventListener("click", async () => {
  try {
    await ask("DELETE", "/session");
    location.assign("/sign-in");
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});
