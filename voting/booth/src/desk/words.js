// The sentences of a desk in French and English.

const LANGUAGES = ["fr", "en"]; // in the order of the sentences of each key
let words = {};
let language = "fr";

/** Makes `table` (key to French and English sentence) what is said from now on: each desk has its own. */
export function learn(table) {
  words = table;
}

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
  return words[key][LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is a sentence of `key`. */
export function knows(key) {
  return Object.hasOwn(words, key);
}
