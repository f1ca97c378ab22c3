// Dialogs: the browser's own <dialog>, which keeps the keyboard inside, closes by Escape and gives the focus back.

const REACHED = "a[href], button, [tabindex]"; // by the keyboard
const openers = new WeakMap(); // of a dialog: where the keyboard was when it was opened

/**
 * Open a dialog of the page and wait for its end.
 *
 * @param {HTMLDialogElement} dialog - its form has method="dialog"; its buttons' values are what is returned
 * @returns {Promise<string>} the value of the button; empty: closed without one
 */
export function shown(dialog) {
  const before = document.activeElement;
  openers.set(dialog, before);
  const key = before?.closest("[data-key]")?.dataset.key;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => (giveBack(before, key), done(dialog.returnValue)), { once: true });
  });
}

/** Put the keyboard where it was; or into the same entry, which may have been drawn anew; or to the page's beginning. */
function giveBack(before, key) {
  if (document.querySelector("dialog[open]")) return; // another one has come in its place
  const entry = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const held = entry?.matches(REACHED) ? entry : entry?.querySelector(REACHED);
  const found = [before, ...openersOf(before), held, document.getElementById("main")];
  found.find((one) => one?.isConnected && one !== document.body && one.checkVisibility())?.focus();
}

function* openersOf(element) {
  const dialog = element?.closest("dialog");
  if (!dialog) return;
  const before = openers.get(dialog);
  yield before;
  yield* openersOf(before);
}
