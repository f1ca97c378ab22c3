// A dialog that is made when it is needed: a heading, what it shows, and what can be done.

import { sentence } from "../../api.js";
import { shown } from "../../dialogs.js";
import { button, el } from "../../elements.js";
import { tell as say } from "../../notices.js";
import { t } from "../../texts.js";

let number = 0;

/**
 * Open a dialog.
 *
 * @param {object} what
 * @param {string} what.title
 * @param {Node|Node[]} what.body
 * @param {{text: string, act: () => Promise<any>, kind?: string}[]} [what.actions] - the first one is done by Enter, too;
 *   the dialog closes after it, unless `act` returns false; what it throws is told in the dialog
 * @param {string} [what.close] - what the closing button says
 * @param {boolean} [what.wide]
 * @param {() => void} [what.ended] - called when it is closed
 * @returns {{set: (body: Node|Node[], actions?: object[]) => void, tell: (error: any) => void, close: () => void,
 *   element: HTMLDialogElement, closed: AbortSignal}} `closed` is aborted when nobody looks any more
 */
export function openDialog({ title, body, actions = [], close = t("scripts.close"), wide = false, ended }) {
  const id = `dialog-${++number}`;
  const [content, wrong, buttons] = [el("div"), el("p", { class: "wrong", role: "alert", hidden: true }), el("div", { class: "actions" })];
  const form = el("form", { method: "dialog", novalidate: true }, el("h2", { id, tabindex: "-1" }, title), content, wrong, buttons);
  const dialog = el("dialog", { "aria-labelledby": id, class: wide ? "wide" : null }, form);
  const closed = new AbortController();
  let current = [];

  const tell = (error) => {
    const told = typeof error === "string" ? error : sentence(error);
    if (wrong.textContent !== told) wrong.textContent = told; // said once, however often it is tried
    wrong.hidden = !wrong.textContent;
  };
  const run = async (action, pressed) => {
    if (form.hasAttribute("aria-busy")) return;
    tell("");
    form.setAttribute("aria-busy", "true");
    pressed?.setAttribute("aria-disabled", "true");
    try {
      if ((await action.act()) !== false) dialog.close();
    } catch (error) {
      if (closed.signal.aborted) say(sentence(error), { kind: "wrong" });
      tell(error);
    } finally {
      form.removeAttribute("aria-busy");
      pressed?.removeAttribute("aria-disabled");
    }
  };
  const set = (now, then = current) => {
    const held = content.contains(document.activeElement) || buttons.contains(document.activeElement);
    current = then;
    content.replaceChildren(...[now].flat().filter(Boolean));
    const made = current.map((action) => button(action.text, (event) => run(action, event.currentTarget), { class: action.kind }));
    buttons.replaceChildren(...made, button(close, () => dialog.close(), { class: current.length ? "quiet" : null }));
    if (held) form.querySelector("h2").focus(); // what had the keyboard is gone; whoever listens hears where they are
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (current.length && event.submitter === null) run(current[0], buttons.firstElementChild);
  });
  set(body, actions);
  document.body.append(dialog);
  shown(dialog).then(() => (closed.abort(), dialog.remove(), ended?.()));
  return { set, tell, close: () => dialog.close(), element: dialog, closed: closed.signal };
}
