// What every page has: signing out.

import { ask, sentence } from "./api.js";
import { tell } from "./notices.js";

document.querySelector("[data-sign-out]")?.addEventListener("click", async () => {
  try {
    const { headers } = await ask("DELETE", "/session");
    location.assign(headers.has("X-Sign-Out") ? "/sign-in?left=yes" : "/sign-in");
  } catch (error) {
    tell(sentence(error), { kind: "wrong" });
  }
});
