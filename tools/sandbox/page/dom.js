export function find(selector, within = document) {
  return within.querySelector(selector);
}

/** An element with attributes (`class`, `data-x`, …) and children; text becomes text, never markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

export function mark(desk) {
  return make("span", { class: "mark small", "data-desk": desk, "aria-hidden": "true" });
}

const shown = new WeakMap();

/** Draws only when the facts differ from those drawn last, so that focus, selection and scrolling stay as they are. */
export function onlyIfChanged(element, facts, draw) {
  const text = JSON.stringify(facts);
  if (shown.get(element) === text) return;
  shown.set(element, text);
  draw();
}
