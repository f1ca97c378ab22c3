// What of the table was changed, and how it is sent: pure, so that it can be tried without a page.

/**
 * Return what is sent of the rows that differ from what was shown.
 *
 * @param {{stop: number, arrived: string, left: string, tasks: {task_id: string, outcome: string|null}[]}[]} now
 * @param {Map<number, string>} before - the rows as they were, written by `written`
 */
export const changed = (now, before) => now.filter((row) => written(row) !== before.get(row.stop));

/** Return a row as a text that is the same for the same content: "9.30" and "930" are one time. */
export const written = (row) => JSON.stringify([digits(row.arrived), digits(row.left), row.tasks]);

/** Return a time's digits as the clock writes them: "0930", "930" and "9:30" are "930". */
const digits = (typed) => (/^\s*\d{1,2}\s?[.:,\s]?\s?\d{2}\s*$/.test(typed) ? typed.replace(/\D/g, "").replace(/^0(?=\d{3})/, "") : typed.trim());
