// The birth date: three fields, in any of which a whole date can be pasted.

import { splitDate } from "../birth_date.js";
import { element } from "../elements.js";
import { say } from "../words.js";

const FIELDS = [
  { name: "day", size: 2, autocomplete: "bday-day" },
  { name: "month", size: 2, autocomplete: "bday-month" },
  { name: "year", size: 4, autocomplete: "bday-year" },
];

function fillAll(draft, parts) {
  Object.assign(draft, parts);
  for (const { name } of FIELDS) document.getElementById(`birth-${name}`).value = draft[name];
}

function birthField(draft, { name, size, autocomplete }) {
  const paste = (event) => {
    const parts = splitDate(event.clipboardData.getData("text"));
    if (!parts) return;
    event.preventDefault();
    fillAll(draft, parts);
  };
  return element(
    "div.date-part",
    {},
    element("label", { for: `birth-${name}` }, say(`birth.${name}_label`)),
    element("input", {
      id: `birth-${name}`,
      type: "text",
      inputmode: "numeric",
      autocomplete,
      class: `digits-${size}`,
      value: draft[name],
      "aria-describedby": "birth-fault",
      onInput: (event) => (draft[name] = event.target.value),
      onPaste: paste,
    }),
  );
}

/** The three fields of the birth date; what is typed is kept in `draft`. */
export function birthDate(draft) {
  return element(
    "fieldset.field",
    {},
    element("legend", {}, say("birth.legend")),
    element("p.hint", {}, say("birth.hint")),
    element("p.at-field", { id: "birth-fault", hidden: true }),
    element("div.date", {}, ...FIELDS.map((field) => birthField(draft, field))),
  );
}

/** Says `sentence` at the fields and leads to the wrong one ("day", "month", "year" or "all"), or takes it away. */
export function markBirthDate(sentence, wrong) {
  const fault = document.getElementById("birth-fault");
  fault.textContent = sentence ?? "";
  fault.hidden = !sentence;
  for (const { name } of FIELDS) {
    const field = document.getElementById(`birth-${name}`);
    if (sentence && (wrong === "all" || wrong === name)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (sentence) document.getElementById(`birth-${wrong === "all" ? "day" : wrong}`).focus();
}
