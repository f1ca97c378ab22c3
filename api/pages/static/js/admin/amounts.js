// Numbers as people type them: 12,50 or 12.50, with spaces between thousands.

const TYPED = /^\d{1,12}(?:[.,]\d{1,3})?$/;

/**
 * Return what is typed in small units, as the API counts: grosze, seconds, per mille.
 *
 * @param {string} text
 * @param {number} per - so many of them are one of what is typed
 * @returns {number|null} null: this is no number
 */
export function typed(text, per) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "");
  if (!TYPED.test(bare)) return null;
  return Math.round(Number(bare.replace(",", ".")) * per);
}
