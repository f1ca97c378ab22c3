// The texts that the server has put into the page, in the reader's language.

const found = JSON.parse(document.getElementById("texts")?.textContent || "{}");
export const lang = document.documentElement.lang;
const plural = new Intl.PluralRules(lang);

/** Return the text of a key with `values` put in; a key that is missing is a mistake of ours and shows as itself. */
export function t(key, values = {}) {
  const text = found[key];
  return text === undefined ? key : fill(text, values);
}

/** Return a number with its noun in the right form: 1 osoba, 2 osoby, 5 osób. */
export function count(key, number) {
  return `${new Intl.NumberFormat(lang).format(number)}\u00a0${form(found[key] ?? [key], number, plural)}`;
}

/** Return the one of [one, few, many], in English [one, many], that goes with a number. */
export function form(forms, number, rules) {
  const place = { one: 0, few: 1, many: 2, other: 2 }[rules.select(Math.abs(number))];
  return forms[Math.min(place, forms.length - 1)];
}

/** Put values into the {places} of a text; data never becomes part of the pattern. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
