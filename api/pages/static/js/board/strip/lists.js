// Lists that are drawn anew without taking the keyboard from under anybody's hand.

/**
 * Make a list show items: what is as it was stays untouched; whoever had the focus in an entry has it in the new one.
 *
 * @param {HTMLElement} list
 * @param {object[]} items
 * @param {(item: object) => string} keyOf
 * @param {(item: object) => HTMLElement} make
 * @param {(item: object) => any} [seen] - what an entry depends on
 */
export function show(list, items, keyOf, make, seen = (item) => item) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const focused = [...list.children].findIndex((child) => child.contains(document.activeElement));
  const held = list.children[focused]?.dataset.key;
  const inside = focused < 0 ? -1 : focusable(list.children[focused]).indexOf(document.activeElement);
  const entries = items.map((item) => {
    const [key, told] = [keyOf(item), JSON.stringify(seen(item))];
    const old = before.get(key);
    if (old && old.told === told) return old;
    const made = make(item);
    made.dataset.key = key;
    made.told = told;
    return made;
  });
  if (entries.length !== list.children.length || entries.some((entry, at) => list.children[at] !== entry)) {
    list.replaceChildren(...entries);
    if (focused >= 0) again(list, entries, { held, focused, inside });
  }
}

function again(list, entries, { held, focused, inside }) {
  const entry = entries.find((one) => one.dataset.key === held) ?? entries[Math.min(focused, entries.length - 1)];
  const found = entry ? focusable(entry) : [];
  (found[inside] ?? found[0] ?? list).focus();
}

const focusable = (entry) => [...entry.querySelectorAll("a[href], button, select, input")];
