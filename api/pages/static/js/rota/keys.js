// Walking through the grid by arrows, Home and End; one cell is a stop of the Tab key.

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** Go from a cell where a key leads. */
export function walk(cell, event) {
  const rows = [...cell.closest("tbody").rows].map((row) => [...row.querySelectorAll("td[data-id]")]);
  const at = rows.findIndex((row) => row.includes(cell));
  const column = rows[at].indexOf(cell);
  const [down, right] = STEPS[event.key] ?? [0, 0];
  let next = rows[at + down]?.[column + right];
  if (event.key === "Home") next = rows[at][0];
  if (event.key === "End") next = rows[at].at(-1);
  if (!next || next === cell) return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}
