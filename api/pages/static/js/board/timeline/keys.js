// The timeline by keyboard: one stop can be reached by Tab, arrow keys go on from there.

/**
 * Return the key of the stop that an arrow leads to; null: there is none.
 *
 * @param {object[]} rows - of `rowsOf`
 * @param {string} from - key of the present stop
 * @param {string} key - as keyboard events name it
 */
function stepFrom(rows, from, key, { ctrl = false } = {}) {
  const at = rows.findIndex((row) => row.stops.some((stop) => stop.key === from));
  if (at < 0) return null;
  const row = rows[at];
  const place = row.stops.findIndex((stop) => stop.key === from);
  const filled = rows.filter((one) => one.stops.length);
  if (key === "ArrowRight") return row.stops[place + 1]?.key ?? null;
  if (key === "ArrowLeft") return row.stops[place - 1]?.key ?? null;
  if (key === "Home") return (ctrl ? filled[0] : row).stops[0].key;
  if (key === "End") return (ctrl ? filled.at(-1) : row).stops.at(-1).key;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[key];
  if (!step) return null;
  const next = filled[Math.max(0, Math.min(filled.length - 1, filled.indexOf(row) + step))];
  return next === row ? null : nearest(next.stops, row.stops[place].start).key;
}

const nearest = (stops, start) => stops.reduce((a, b) => (Math.abs(b.start - start) < Math.abs(a.start - start) ? b : a));

const STEPS = new Set(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"]);

/**
 * Listen to the keyboard on a timeline.
 *
 * @param {View} view
 * @param {object} does - what other keys do: `open(stop)`, `choose(stop, {also})`, `clear()`, `went(key)` to another
 *   stop, `key(event, stop)`, which returns true if it has taken the key
 */
export function listenToKeys(view, does) {
  view.canvas.addEventListener("focusin", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key && key !== view.current) makeCurrent(view, key);
  });
  view.canvas.addEventListener("keydown", (event) => {
    const stop = view.byKey.get(view.current);
    if (!stop || event.altKey) return;
    if (does.key(event, stop)) return event.preventDefault();
    if (STEPS.has(event.key)) return step(view, event, does);
    if (event.key === "Enter") does.open(stop);
    else if (event.key === " ") does.choose(stop, { also: true });
    else if (event.key === "Escape") does.clear();
    else return;
    event.preventDefault();
  });
}

function step(view, event, does) {
  event.preventDefault();
  const before = view.byKey.get(view.current);
  const next = stepFrom(view.rows, view.current, event.key, { ctrl: event.ctrlKey });
  if (!next) return;
  if (event.shiftKey) does.choose(before, { only: true });
  view.element(next)?.focus({ preventScroll: true });
  if (!event.shiftKey) does.went(next);
  if (event.shiftKey) does.choose(view.byKey.get(next), { only: true });
}

function makeCurrent(view, key) {
  const before = view.canvas.querySelector('[data-key][tabindex="0"]');
  before?.setAttribute("tabindex", "-1");
  view.current = key;
  view.canvas.querySelector(`[data-key="${CSS.escape(key)}"]`)?.setAttribute("tabindex", "0");
}
