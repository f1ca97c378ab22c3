// A question that was read from a file is handed to the page on which it is looked at: kept in this tab, until then.

const KEY = "dojazd-study";

/** Hand a question on to the next page. */
export const hand = (question) => sessionStorage.setItem(KEY, JSON.stringify(question));

/** Return the question that was handed on, once; or null. */
export function handed() {
  const found = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return found ? JSON.parse(found) : null;
}
