// Comfort only: everything on the page is readable, and shifts can be highlighted, without this script.
"use strict";
(() => {
  const stops = [...document.querySelectorAll("svg a[aria-label]")];
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the link's own name says the same
  document.body.append(tip);

  const place = (box) => {
    const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
    const above = box.top - tip.offsetHeight - 8;
    tip.attributeStyleMap.set("left", CSS.px(left));
    tip.attributeStyleMap.set("top", CSS.px(above > 4 ? above : box.bottom + 8));
  };
  let shown = null;
  const show = (stop) => {
    shown = stop;
    tip.textContent = stop.getAttribute("aria-label");
    tip.hidden = false;
    place(stop.getBoundingClientRect());
  };
  const hide = () => { shown = null; tip.hidden = true; };
  for (const stop of stops) {
    stop.querySelector("title")?.remove(); // else the browser shows a second tip
    stop.addEventListener("pointerenter", () => show(stop));
    stop.addEventListener("pointerleave", hide);
    stop.addEventListener("focus", () => show(stop));
    stop.addEventListener("blur", hide);
  }
  // Focus scrolls its stop into view: the tip goes along.
  const follow = () => { if (shown) place(shown.getBoundingClientRect()); };
  addEventListener("scroll", follow, { passive: true, capture: true });

  // One Tab stop per shift and drawing; arrows go from stop to stop, Home and End to the first and last.
  const groups = new Map();
  for (const stop of stops) {
    const key = stop.closest("svg").getAttribute("class") + (stop.dataset.shift ?? "missed");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(stop);
  }
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const group of groups.values()) {
    const go = (to) => {
      for (const stop of group) stop.setAttribute("tabindex", stop === to ? "0" : "-1");
    };
    go(group[0]);
    group.forEach((stop, at) => stop.addEventListener("keydown", (event) => {
      const to = { Home: 0, End: group.length - 1 }[event.key] ?? (event.key in steps ? at + steps[event.key] : -1);
      if (!group[to]) return;
      event.preventDefault();
      go(group[to]);
      group[to].focus();
    }));
  }

  // Escape takes the tip away; a second one, all highlights.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (tip.hidden) document.querySelector("form.shifts")?.reset();
    hide();
  });
  for (const route of document.querySelectorAll(".map g[data-shift]")) {
    route.querySelector(".route").addEventListener("click", () => {
      const box = document.getElementById(`pick-${route.dataset.shift}`);
      box.checked = !box.checked;
    });
  }

  // A link to a stop opens the table it is in; printing opens all.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details && !details.open) { details.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      addEventListener("afterprint", () => { details.open = false; }, { once: true });
    }
  });
})();
