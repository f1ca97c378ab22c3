// What one system was and is to be told: once more.

import "../frame.js";
import { ask, sentence } from "../api.js";
import { tell } from "../notices.js";
import { t } from "../texts.js";
import { goTelling } from "./told.js";

for (const one of document.querySelectorAll("[data-again]")) {
  one.addEventListener("click", async () => {
    try {
      await ask("POST", `/messages/${encodeURIComponent(one.dataset.again)}/resending`);
      goTelling(location.pathname, t("admin_hooks.done.again"));
    } catch (error) {
      tell(sentence(error), { kind: "wrong" });
    }
  });
}
