// Keeping the page on the phone, so that it opens without a signal.

const OFTEN_MS = 3600 * 1000;

/** Let the phone keep the page, and not throw it away when it runs short of room. */
export async function install() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const had = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => had && renew());
  navigator.storage?.persist?.();
  const registration = await workers.register("/my-day/worker.js", { scope: "/my-day", updateViaCache: "none" }).catch(() => null);
  setInterval(() => navigator.onLine && registration?.update().catch(() => null), OFTEN_MS);
}

/** Take another release when nobody looks: whatever was reported is kept. */
function renew() {
  if (document.hidden) return location.reload();
  document.addEventListener("visibilitychange", () => document.hidden && location.reload(), { once: true });
}
