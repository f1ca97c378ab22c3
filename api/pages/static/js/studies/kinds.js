// What can be changed of a town, as the API tells it, and how each key of it is filled in. Pure.

const LISTS = { vehicle: "vehicles", staff: "staff", service: "services", district: "districts", provider: "providers", shift: "shifts" };

/** Return the list of the town that a key's value is chosen from; nothing: it is typed or ticked. */
export const listOf = (key) => LISTS[key.names];

/** Return the keys of a kind of which exactly one is written, or none. */
export const choiceOf = (kind) => kind.one_of ?? [];

/** Return the change of a kind that is shown when somebody has just chosen it: whatever can be guessed is there. */
export function fresh(kind, town) {
  const made = { change: kind.change };
  const [chosen] = choiceOf(kind);
  for (const key of kind.keys) {
    if (!key.required && key.name !== chosen) continue;
    const list = listOf(key);
    if (list) made[key.name] = town[list][0]?.id ?? "";
    else if (key.choices.length) made[key.name] = key.choices[0];
    else made[key.name] = "";
  }
  return made;
}

/** Let another of the keys stand of which only one may; what the others held goes. */
export function choose(change, kind, name, town) {
  for (const one of choiceOf(kind)) delete change[one];
  const list = listOf(kind.keys.find((key) => key.name === name));
  change[name] = town[list]?.[0]?.id ?? "";
}

/** Return a number as somebody typed it, for the file: 12,5 is 12.5; what is no number stays, for the API to refuse. */
export function typed(text) {
  const bare = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
  return /^[-+]?\d+(\.\d+)?$/.test(bare) ? Number(bare) : text.trim();
}

/** Return what is in the file as people type it. */
export const shown = (value, lang) => {
  if (value === null || value === undefined) return "";
  return typeof value === "number" && lang === "pl" ? String(value).replace(".", ",") : String(value);
};
