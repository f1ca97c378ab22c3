// Another language: the page that the phone keeps is fetched anew in it.

/** Let a link choose the language; without a signal there is no other page to be had. */
export function chooseLanguage(link, failed) {
  link?.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      const page = await fetch(link.href, { cache: "no-store" });
      if (!page.ok) throw new Error(String(page.status));
      for (const name of await caches.keys()) await keep(name);
      location.reload();
    } catch {
      failed();
    }
  });
}

async function keep(name) {
  const cache = await caches.open(name);
  if (await cache.match("/my-day", { ignoreVary: true })) await cache.put("/my-day", await fetched());
}

/** Fetch the page past the cache that keeps it: the worker looks at whole pages alone. */
async function fetched() {
  const page = await fetch("/my-day", { cache: "no-store" });
  if (!page.ok) throw new Error(String(page.status));
  return page;
}
