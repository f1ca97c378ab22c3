// What tells shifts apart, on the screen as on paper: a letter, a colour and a line style, so that colour is never alone.

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"; // without I and O, which look like 1 and 0
const COLOURS = 9;
const DASHES = ["", "10 5", "1.5 5", "14 4 2 4", "5 4"];

/** Return how the shift at a place of the day (from 0) is drawn and called; 45 follow without repeating themselves. */
export const look = (index) => ({
  code: letters(index),
  colour: `c${index % COLOURS}`,
  dash: DASHES[index % DASHES.length],
});

/** Return A, B … Z, AA, AB … for 0, 1, 2 … */
export function letters(index) {
  let text = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / LETTERS.length)) {
    text = LETTERS[(rest - 1) % LETTERS.length] + text;
  }
  return text;
}
