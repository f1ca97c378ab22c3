// A month as weeks that begin on Monday; all days are dates as the API writes them ("2026-11-23"), without a clock.

const DAY_MS = 86_400_000;
const FIRST = "2020-01-01";
const LAST = "2099-12-31";

const at = (date) => Date.parse(`${date}T12:00Z`);

/** Return the date so many days after another one, within the years that plans are made for. */
export function daysAfter(date, days) {
  return within(new Date(at(date) + days * DAY_MS).toISOString().slice(0, 10));
}

/** Return the same day so many months later, or the last one of that month. */
export function monthsAfter(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return within(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last), 12)).toISOString().slice(0, 10));
}

/** Return the weeks of a date's month: seven dates each, with those of its neighbours at both ends. */
export function weeksOf(date) {
  const first = `${date.slice(0, 7)}-01`;
  const monday = at(first) - ((new Date(at(first)).getUTCDay() + 6) % 7) * DAY_MS;
  const days = (week) => [...Array(7)].map((_, day) => new Date(monday + (week * 7 + day) * DAY_MS).toISOString().slice(0, 10));
  return [...Array(6)].map((_, week) => days(week)).filter((week) => week.some((day) => day.slice(0, 7) === date.slice(0, 7)));
}

const within = (date) => (date < FIRST ? FIRST : date > LAST ? LAST : date);
