// Keeping the page on the phone, so that it opens without a signal.

/** Let the phone keep the page, and not throw it away when it runs short of room. */
export function install() {
  navigator.serviceWorker?.register("/my-day/worker.js", { scope: "/my-day", updateViaCache: "none" }).catch(() => null);
  navigator.storage?.persist?.();
}
