// How a day stands, and what is to be done about it first: decided here, drawn elsewhere.

/**
 * Return what can be done to a day as a whole, and which of it comes first.
 *
 * @param {{plan: number|null, published: number|null, closed: boolean}} day - DayShown
 * @param {boolean} past - whether it is a day before today
 * @returns {{first: string|null, may: string[]}} `first` is the one thing that is due; null: nothing is
 */
export function standing({ plan, published, closed }, past) {
  const may = ["trouble", "solve", "versions", "publish", "close"].filter((name) => POSSIBLE[name]({ plan, published, closed }));
  const due = plan !== published ? "publish" : past ? "close" : "trouble";
  return { first: !closed && may.includes(due) ? due : null, may };
}

const POSSIBLE = {
  trouble: ({ published, closed }) => !closed && published !== null,
  solve: ({ plan, closed }) => !closed && plan !== null, // without a plan there is nothing to begin with
  versions: ({ plan }) => plan !== null,
  publish: ({ plan, closed }) => !closed && plan !== null,
  close: ({ published }) => published !== null,
};
