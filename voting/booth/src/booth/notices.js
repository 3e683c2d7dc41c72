// Messages: beside a field, in a box, and said aloud by screen readers.

import { element } from "./elements.js";

/** What is shown while an answer is waited for. */
export function busy(sentence) {
  return [element("p", {}, sentence), element("progress", { "aria-label": sentence })];
}

/** A box that says something; `tone` is "refusal" or "warning". */
export function notice(tone, ...sentences) {
  return element(`div.${tone}`, {}, ...sentences.filter(Boolean).map((sentence) => element("p", {}, sentence)));
}

/** Says `text` to those who cannot see it, after what is being said; also when it is the same as before. */
export function announce(text) {
  const spoken = document.getElementById("spoken");
  spoken.textContent = spoken.textContent === text ? `${text}\u00a0` : text;
}

/** A text field with its label, hint and place for a fault; `keep` takes what is typed. */
export function textField({ id, label, hint, value, keep, attributes = {} }) {
  const described = [hint && `${id}-hint`, `${id}-fault`].filter(Boolean).join(" ");
  return element(
    "div.field",
    {},
    element("label", { for: id }, label),
    hint && element("p.hint", { id: `${id}-hint` }, hint),
    element("p.at-field", { id: `${id}-fault`, hidden: true }),
    element("input", {
      id,
      type: "text",
      value,
      autocomplete: "off",
      "aria-describedby": described,
      onInput: (event) => keep(event.target.value),
      ...attributes,
    }),
  );
}

/** Says `sentence` at the field `id`, or takes away what was said there when it is null. */
export function markField(id, sentence) {
  const field = document.getElementById(id);
  const fault = document.getElementById(`${id}-fault`);
  fault.textContent = sentence ?? "";
  fault.hidden = sentence === null;
  if (sentence === null) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
}
