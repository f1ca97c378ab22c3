// Elements of SVG and HTML, made in one line.

const SVG = "http://www.w3.org/2000/svg";

/** Return an element of SVG. */
export function s(name, attributes = {}, ...inside) {
  return filled(document.createElementNS(SVG, name), attributes, inside);
}

/** Return an element of HTML. */
export function h(name, attributes = {}, ...inside) {
  return filled(document.createElement(name), attributes, inside);
}

function filled(element, attributes, inside) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...inside.filter((one) => one || one === 0));
  return element;
}
