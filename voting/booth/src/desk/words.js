// The desk's sentences in French and English.

import WORDS from "./words.json" with { type: "json" };

const LANGUAGES = ["fr", "en"]; // in the order of the sentences of each key
let language = "fr";

/** Makes `tag` ("fr" or "en") the language of everything said from now on. */
export function speak(tag) {
  language = tag;
}

/** The language spoken now, "fr" or "en". */
export function spoken() {
  return language;
}

/** The sentence of `key` with its `values` put in. */
export function say(key, values = {}) {
  if (!knows(key)) throw new Error(`no sentence ${key}`);
  return WORDS[key][LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is a sentence of `key`. */
export function knows(key) {
  return Object.hasOwn(WORDS, key);
}
