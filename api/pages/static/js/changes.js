// That something of the town has changed, or that a quarter of a minute has gone by: told by the server to every page.
//
// Whoever shows something listens to `dojazd:changed` on the body; parts of a page by hx-trigger="dojazd:changed from:body".

const AGAIN_MS = 15_000;
let source = null;
let stamp = null;
let again = 0;

/** Begin to listen; a page that nobody looks at does not. */
export function listen() {
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  if (!document.hidden) start();
}

function start() {
  if (source) return;
  source = new EventSource("/api/v1/changes");
  source.addEventListener("stamp", (event) => {
    const now = JSON.parse(event.data).stamp;
    if (stamp !== null && now !== stamp) told("stamp");
    stamp = now;
  });
  source.addEventListener("tick", () => told("tick"));
  source.addEventListener("error", gone);
}

/** The browser asks again where the line broke; where something else answered, as a proxy does meanwhile, it gives up for good. */
function gone() {
  if (source?.readyState !== EventSource.CLOSED) return;
  stop();
  again = setTimeout(start, AGAIN_MS);
}

function stop() {
  clearTimeout(again);
  source?.close();
  source = null;
}

const told = (why) => document.body.dispatchEvent(new CustomEvent("dojazd:changed", { detail: { why } }));
