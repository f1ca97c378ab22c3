// A card for paper: the link is made when somebody prints, for a look at the page may not make one.

import "../frame.js";
import { askOnce, sentence } from "../api.js";
import { t } from "../texts.js";

const actions = document.getElementById("card-actions");
const said = document.getElementById("card-said");
let made = null;

/** Return the card's link, made at the first asking and shown on the paper. */
async function link() {
  if (made) return made;
  const booking = encodeURIComponent(actions.dataset.booking);
  const { data } = await askOnce("POST", `/bookings/${booking}/card-links?paper=true`);
  const picture = document.getElementById("card-qr");
  picture.src = data.picture;
  await picture.decode();
  document.getElementById("card-address").textContent = data.address.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "");
  document.getElementById("card-typed").textContent = data.typed;
  document.getElementById("card-way").hidden = false;
  made = data;
  return made;
}

const acts = {
  print: async () => {
    await link();
    said.textContent = t("card.paper.made");
    window.print();
  },
  pdf: async () => {
    const { pathname } = new URL((await link()).address);
    said.textContent = t("card.paper.made");
    window.location.assign(`${pathname}/card.pdf`);
  },
};

if (actions) {
  actions.hidden = false;
  actions.addEventListener("click", async ({ target }) => {
    const act = acts[target.closest("button")?.dataset.act];
    if (!act || actions.ariaBusy === "true") return;
    actions.ariaBusy = "true";
    await act().catch((error) => (said.textContent = sentence(error)));
    actions.ariaBusy = "false";
  });
}
