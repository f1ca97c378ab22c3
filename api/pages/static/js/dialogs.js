// Dialogs: the browser's own <dialog>, which keeps the keyboard inside, closes by Escape and gives the focus back.

/**
 * Open a dialog of the page and wait for its end.
 *
 * @param {HTMLDialogElement} dialog - its form has method="dialog"; its buttons' values are what is returned
 * @returns {Promise<string>} the value of the button; empty: closed without one
 */
export function shown(dialog) {
  const before = document.activeElement;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => (before?.focus(), done(dialog.returnValue)), { once: true });
  });
}
