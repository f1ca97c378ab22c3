// Money in words.

import { lang, t } from "../texts.js";

const format = new Intl.NumberFormat(lang === "pl" ? "pl-PL" : "en-GB", { style: "currency", currency: "PLN" });

/** Return grosze as złoty ("6,68 zł"). */
export const zlotys = (gr) => format.format(gr / 100);

/** Return in words how much more or less a plan costs. */
export function costOf(gr) {
  if (Math.abs(gr) < 1) return t("board.move.same_cost");
  const by = zlotys(Math.abs(gr));
  return gr > 0 ? t("board.move.dearer", { by }) : t("board.move.cheaper", { by });
}
