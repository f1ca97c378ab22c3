// Money in words.

const format = new Intl.NumberFormat("pl-PL", { style: "currency", currency: "PLN" });

/** Return grosze as złoty ("6,68 zł"). */
export const zlotys = (gr) => format.format(gr / 100);
