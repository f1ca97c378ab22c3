// The first step: questions in plain words, each with blanks that are filled in as is most likely meant.

import { button, el } from "../elements.js";
import { lang, t } from "../texts.js";
import { labelled, select } from "./fields.js";
import { shown, typed } from "./kinds.js";
import { begun, starts } from "./starts.js";

/**
 * Draw the questions that one can begin with.
 *
 * @param {HTMLElement} root
 * @param {object} town
 * @param {function(object): void} chosen - is told the question that somebody has begun
 */
export function drawStarts(root, town, chosen) {
  root.replaceChildren(...starts(town).map((one) => card(one, town, chosen)));
}

function card({ key, blanks }, town, chosen) {
  const given = Object.fromEntries(blanks.map((one) => [one.key, one.value]));
  const title = `study-start-${key}`;
  return el(
    "li", { class: "card study-start" },
    el("h3", { id: title }, t(`studies_new.starts.${key}.title`)),
    el("p", { class: "help" }, t(`studies_new.starts.${key}.help`)),
    el("div", { class: "study-blanks" }, blanks.map((one) => labelled(t(`studies_new.blanks.${one.key}`), blank(one, town, given)))),
    button(t("studies_new.begin"), () => chosen(begun(key, given, town, t)), { "aria-describedby": title, "data-start": key }),
  );
}

function blank({ key, of, value }, town, given) {
  if (of in town) return select(town[of], value, (id) => (given[key] = id));
  const time = of === "time";
  return el("input", {
    type: time ? "time" : "text", inputmode: time ? null : "decimal", autocomplete: "off", value: time ? value : shown(value, lang),
    oninput: (event) => (given[key] = time ? event.target.value : typed(event.target.value)),
  });
}
