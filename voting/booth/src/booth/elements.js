// Makes elements: text is always text, never markup; no inline style, no inline script.

function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

/**
 * The element `kind` ("p", "p.hint", "section.card.wide") with its attributes and children.
 * An attribute `onClick` listens to "click"; true stands alone; false, null and undefined are left out.
 */
export function element(kind, attributes = {}, ...children) {
  const [name, ...classes] = kind.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2).toLowerCase(), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  append(made, children);
  return made;
}

/** Puts `children` in the place of everything that `parent` held. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/** A button that does `action`. It is of type "button": nothing here is ever submitted by the browser. */
export function button(label, action, attributes = {}) {
  const { kind = "button.quiet", ...others } = attributes;
  return element(kind, { type: "button", onClick: action, ...others }, label);
}
