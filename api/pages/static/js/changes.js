// That something of the town has changed, or that a quarter of a minute has gone by: told by the server to every page.
//
// Whoever shows something listens to `dojazd:changed` on the body; parts of a page by hx-trigger="dojazd:changed from:body".

let source = null;
let stamp = null;

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
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => connected(false));
}

function stop() {
  source?.close();
  source = null;
}

const told = (why) => document.body.dispatchEvent(new CustomEvent("dojazd:changed", { detail: { why } }));
const connected = (is) => document.body.dispatchEvent(new CustomEvent("dojazd:connected", { detail: { is } }));
