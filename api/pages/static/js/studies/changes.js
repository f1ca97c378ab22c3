// The changes of a scenario or of a level: each says its kind, and has the fields of that kind.

import { button, el } from "../elements.js";
import { t } from "../texts.js";
import { fieldsOf, labelled, select } from "./fields.js";
import { fresh } from "./kinds.js";

/**
 * Return the list of changes of a scenario or a level, which is written to as somebody types.
 *
 * @param {object} part - with `changes`
 * @param {string} path - of the part in the file: "scenarios[1]"
 * @param {object} known - `kinds` and `town`
 */
export function changesOf(part, path, known) {
  const list = el("ol", { class: "study-changes" });
  const draw = (place, focus = "select") => {
    list.replaceChildren(...part.changes.map((change, number) => one(change, number)), adding());
    if (place !== undefined) (list.children[place] ?? list.lastElementChild).querySelector(focus)?.focus();
  };
  const one = (change, number) => {
    const kind = known.kinds.find((found) => found.change === change.change);
    const own = `${path}.changes[${number + 1}]`;
    const things = known.kinds.map((found) => ({ id: found.change, name: t(`studies_new.changes.${found.change}`) }));
    const other = (name) => ((part.changes[number] = fresh(known.kinds.find((found) => found.change === name), known.town)), draw(number));
    return el(
      "li", { class: "study-change", "data-path": own },
      labelled(t("studies_new.change"), select(things, change.change, other, { "data-path": `${own}.change` })),
      kind ? fieldsOf(change, kind, own, known.town, () => draw(number)) : null,
      button(t("studies_new.remove_change"), () => (part.changes.splice(number, 1), draw(Math.min(number, part.changes.length))), { class: "quiet" }),
    );
  };
  const adding = () =>
    el("li", { class: "study-adding" }, part.changes.length ? null : el("p", { class: "help" }, t("studies_new.unchanged")), button(t("studies_new.add_change"), () => {
      part.changes.push(fresh(known.kinds[0], known.town));
      draw(part.changes.length - 1);
    }));
  draw();
  return list;
}
