// Pieces that several states of the desks show.

import { button, element } from "../booth/elements.js";
import { knows, say } from "./words.js";

/** What went wrong as a sentence: ours for the code, else the server's own, else one that names the code. */
export function sentenceOf({ code = "unforeseen", sentence = "", values = {} }) {
  const key = `error.${code}`;
  if (knows(key)) return say(key, values);
  return sentence || say("error.unknown", { code });
}

/** A paragraph of the sentence `key`. */
export function text(key, values) {
  return element("p", {}, say(key, values));
}

/** A part of the page with its heading. */
export function section(key, ...content) {
  return element("section.panel", {}, element("h2", {}, say(key)), ...content);
}

/** Parts numbered as steps, each a list of what section() takes. */
export function steps(...parts) {
  return parts.filter(Boolean).map(([key, ...content], i) => {
    const made = section(key, ...content);
    made.querySelector("h2").prepend(`${i + 1}. `);
    return made;
  });
}

/** Says again what no guardian may forget. */
export function lossWarning() {
  return element("p.warning", {}, element("strong", {}, say("loss")));
}

/** Characters to compare with paper, in groups of four. */
export function comparison(key, value) {
  const groups = value.replace(/(.{4})(?=.)/g, "$1 ");
  return element("div.compare", {}, element("p", {}, say(key)), element("code.code", { translate: "no", "data-value": value }, groups));
}

/** Lets the page be printed. */
export function printButton() {
  return button(say("print"), () => window.print());
}

/** A place for what went wrong: read out as soon as it is filled. */
export function faultPlace(id) {
  return element("p.at-field", { id, role: "alert" });
}

/**
 * A field for a file that is read here. `read(file)` gives what is in it, or throws; `take` is called with that, or with
 * null as long as there is no right file.
 */
export function fileField(id, { label, accept, good, isGood = false, read }, take) {
  const fault = faultPlace(`${id}-fault`);
  const praise = element("p.done", { role: "status", hidden: !isGood }, isGood ? say(good) : "");
  const input = element("input", { id, type: "file", accept, "aria-describedby": `${id}-fault` });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    fault.textContent = "";
    praise.hidden = true;
    input.removeAttribute("aria-invalid");
    take(null);
    if (!file) return;
    try {
      const found = await read(file);
      praise.textContent = say(good);
      praise.hidden = false;
      take(found);
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      fault.textContent = sentenceOf(error);
    }
  });
  return element("div.field", {}, element("label", { for: id }, say(label)), fault, input, praise);
}

/** A button that does `action` once at a time, and says at `fault` why it could not. */
export function actionButton(key, busyKey, fault, action) {
  let busy = false;
  const made = button(say(key), async () => {
    if (busy) return;
    busy = true;
    fault.textContent = "";
    made.setAttribute("aria-disabled", "true");
    made.textContent = say(busyKey);
    try {
      await new Promise((resolve) => setTimeout(resolve, 30)); // lets the browser show that work goes on
      await action();
    } catch (error) {
      fault.textContent = sentenceOf(error);
    } finally {
      busy = false;
      made.removeAttribute("aria-disabled");
      made.textContent = say(key);
    }
  }, { kind: "button.primary" });
  return made;
}
