// Keeps the page of the phone: opened without a signal, it is there. KEPT is written before this by the server.
// What the page shows is none of its business: that is in the page's own copy (storage.js).

const NAME = `dojazd-phone-${KEPT.release}`;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const isShell = event.request.mode === "navigate" && url.pathname === KEPT.shell;
  if (isShell) event.respondWith(kept(KEPT.shell, event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(kept(url.pathname, event.request));
});

async function fill() {
  const cache = await caches.open(NAME);
  await cache.addAll([KEPT.shell, ...KEPT.files].map((path) => new Request(path, { cache: "no-cache" })));
}

/** Forget the releases before this one. */
async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("dojazd-phone-") && name !== NAME).map((name) => caches.delete(name)));
}

async function kept(path, request) {
  const cache = await caches.open(NAME);
  const found = await cache.match(path, { ignoreVary: true, ignoreSearch: path === KEPT.shell });
  return found ?? fetch(request);
}
