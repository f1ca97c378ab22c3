// A question as it is being written: the keys and nesting of its file. Pure; a page is drawn from it.

const LETTERS = { ł: "l", Ł: "l" };
const NOT_FREE = ["", "base", "new", "changes"]; // what addresses and files call something else

/**
 * Return a short name that files may hold, and that nothing else has yet.
 *
 * @param {string} text - what people call it
 * @param {Iterable<string>} taken
 */
export function slug(text, taken = []) {
  const bare = text.normalize("NFD").replace(/[łŁ]/g, (one) => LETTERS[one]).replace(/[\u0300-\u036f]/g, "");
  const short = bare.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  const known = new Set([...taken, ...NOT_FREE]);
  let found = short;
  for (let number = 2; known.has(found); number++) found = `${short || "w"}-${number}`;
  return found;
}

/** Return a question about a town in which nothing is asked yet. */
export const blank = (town) => ({
  id: "", name: "", town: town.id, note: "", service: "", first_day: town.first_day, days: 5, seed: 1, compare_with: "base",
  replications: { kpi: "served_share", half_width: 3, least: 10, most: 40, confidence_percent: 95 },
  service_level: { percent: 95, confidence_percent: 90 },
  scenarios: [], factors: [],
});

/** Return a question that was kept or read, with every part that the page shows; what is usual is filled in. */
export function whole(question, town) {
  const usual = blank(town);
  return {
    ...usual, ...question,
    replications: { ...usual.replications, half_width: null, ...question.replications },
    service_level: { ...usual.service_level, ...question.service_level },
    scenarios: (question.scenarios ?? []).map(part),
    factors: (question.factors ?? []).map((one) => ({ ...one, levels: (one.levels ?? []).map(part) })),
  };
}

const part = (one) => ({ ...one, changes: (one.changes ?? []).map((change) => ({ ...change })) });

/** Return a question as it is sent: without what is empty, and without the other half of a choice. */
export function sent(question) {
  const { scenarios, factors, fleet, design, ...rest } = question;
  return bare({
    ...rest,
    replications: bare(rest.replications), service_level: bare(rest.service_level), fleet: fleet && bare(fleet),
    design: design?.samples ? { samples: design.samples } : null,
    scenarios: scenarios.length ? scenarios.map(barePart) : null,
    factors: factors.length ? factors.map(bareFactor) : null,
  });
}

const barePart = ({ changes, ...one }) => ({ ...one, ...(changes.length ? { changes: changes.map(bare) } : {}) });
// A factor that varies a number has no levels of its own, and is sent as it was read.
const bareFactor = ({ levels, ...one }) => (one.varies ? one : { ...one, levels: levels.map(barePart) });
const empty = (value) => value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length);
const bare = (table) => Object.fromEntries(Object.entries(table).filter(([, value]) => !empty(value)));

/** Add a scenario and return it. */
export function addScenario(question, name, changes = []) {
  const made = { id: slug(name, idsOf(question)), name, changes };
  question.scenarios.push(made);
  return made;
}

/** Take a scenario away; if others were compared with it, they are compared with the town as it is. */
export function removeScenario(question, place) {
  const [gone] = question.scenarios.splice(place, 1);
  if (question.compare_with === gone.id) question.compare_with = "base";
}

/** Add a factor with the two levels that it needs at least, and return it. */
export function addFactor(question, name, levels) {
  const made = { id: slug(name, question.factors.map((one) => one.id)), name, levels: [] };
  for (const level of levels) addLevel(made, level);
  question.factors.push(made);
  return made;
}

/** Add a level to a factor and return it. */
export function addLevel(factor, name) {
  const made = { id: slug(name, factor.levels.map((one) => one.id)), name, changes: [] };
  factor.levels.push(made);
  return made;
}

/** Return what others may be compared with: the town as it is, and each scenario that is written. */
export const idsOf = (question) => question.scenarios.map((one) => one.id);

/** Return how many combinations the factors have. */
export const combinations = (question) =>
  question.factors.length ? question.factors.reduce((all, one) => all * levelCount(one), 1) : 0;

const levelCount = (one) => {
  if (!one.varies) return one.levels.length;
  const digits = Math.max(...[one.from, one.to].map((bound) => (String(bound).split(".")[1] ?? "").length));
  return Math.round((one.to - one.from) / (one.step || 10 ** -digits)) + 1;
};

/** Return what stands under a path of keys ("replications.kpi"). */
export const at = (question, path) => path.split(".").reduce((table, key) => table?.[key], question);

/** Put a value under a path of keys; a table that is not there yet is made. */
export function put(question, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  const table = keys.reduce((inner, key) => (inner[key] ??= {}), question);
  table[last] = value;
}
