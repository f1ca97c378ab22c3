// What the keys of letters do on the timeline; while something is moved, what arrows, Enter and Escape do.

/** Larger letters, another page, help: what a browser's keys do, they do whatever is in hand. */
const isOfBrowser = ({ key, ctrlKey, metaKey }) => /^F\d/.test(key) || ((ctrlKey || metaKey) && /^[a-z0-9+=-]$/i.test(key));

/** Take a key of the timeline. @returns {boolean} false: it is none of these */
export function takeKey(work, event, stop) {
  if (work.moving.requestId !== null) return moveKey(work, event);
  if (event.ctrlKey || event.metaKey) return false;
  const { meant, view } = work.timeline;
  const does = {
    m: () => takeMeant(work, meant, stop),
    f: () => work.form(meant),
    p: () => work.pinAll(meant),
    "+": () => view.zoomBy(1),
    "=": () => view.zoomBy(1),
    "-": () => view.zoomBy(-1),
  }[event.key.toLowerCase()];
  does?.();
  return !!does;
}

function takeMeant(work, stops, stop) {
  if (new Set(stops.flatMap((one) => one.requestIds)).size > 1) return void work.form(stops);
  const meant = stops[0] ?? stop;
  work.take(meant.requestIds[0], meant);
}

function moveKey(work, event) {
  const { moving, bar } = work;
  if (event.key === "Tab" || isOfBrowser(event)) return false;
  if (event.key.startsWith("Arrow")) {
    moving.step(work.timeline.rows, event.key);
    work.show();
  } else if (event.key === "Enter") {
    if (bar.allowed) work.keep(bar.reason.value.trim());
    else if (!bar.because.hidden) bar.reason.focus({ preventScroll: true });
  } else if (event.key === "Escape") moving.end();
  return true;
}
