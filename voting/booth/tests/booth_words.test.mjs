import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { chooseLanguage, languageCookie, learn, money, say, speak, waiting } from "../src/booth/words.js";

const FOLDER = new URL("../src/booth/", import.meta.url);
const WORDS = JSON.parse(readFileSync(new URL("words.json", FOLDER), "utf8"));
const SOURCES = readdirSync(FOLDER, { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8"))
  .join("\n");
const KEYS = Object.entries(WORDS).flatMap(([section, entries]) =>
  Object.keys(entries).map((name) => `${section}.${name}`),
);

function sentence(key) {
  const [section] = key.split(".", 1);
  return WORDS[section]?.[key.slice(section.length + 1)];
}

for (const [place, tag] of ["fr", "en"].entries()) {
  const ofOne = (pairs) => Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, pair[place]]));
  learn(tag, Object.fromEntries(Object.entries(WORDS).map(([section, pairs]) => [section, ofOne(pairs)])));
}

function names(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

test("every sentence stands in French and English with the same values", () => {
  for (const key of KEYS) {
    const [french, english, ...others] = sentence(key);
    assert.ok(french && english && others.length === 0, key);
    assert.deepEqual(names(french), names(english), key);
  }
});

test("no French line breaks before its punctuation, no sentence has a straight apostrophe", () => {
  for (const key of KEYS) {
    const [french, english] = sentence(key);
    assert.doesNotMatch(french, / [:;!?»]|« /, key);
    assert.doesNotMatch(french + english, /'/, key);
  }
});

test("every sentence that the sources name is there", () => {
  const named = [...SOURCES.matchAll(/"([a-z]+\.[a-z_]+(?:-[a-z-]+)?)"/g)].map(([, key]) => key);
  for (const key of named.filter((name) => name.split(".")[0] in WORDS)) assert.ok(sentence(key), key);
});

test("every sentence is said somewhere", () => {
  const composed = /^(stopped|stage|order|project|receipt|choose|birth|cast|spoil|welcome|grade|value|field)\./;
  for (const key of KEYS.filter((name) => !name.startsWith("refused."))) {
    const bare = key.replace(/\.(one|zero)$/, "").replace(/^(stopped\..+)\.title$/, "$1");
    const name = bare.slice(bare.indexOf(".") + 1).replace(/_label$/, "");
    assert.ok(SOURCES.includes(`"${bare}"`) || (composed.test(bare) && SOURCES.includes(name)), key);
  }
});

test("numbers choose their sentence as the language does", () => {
  speak("fr");
  assert.match(say("choose.left", { n: 0 }), /plus/);
  assert.match(say("choose.too_few", { n: 1 }), /un projet/);
  assert.match(say("choose.too_few", { n: 2 }), /2 projets/);
  speak("en");
  assert.match(say("choose.too_few", { n: 1 }), /one project/);
  assert.throws(() => say("choose.nothing_like_this"));
});

test("money is whole euros where it can be, and survives a currency of old", () => {
  speak("en");
  assert.equal(money(1250000, "EUR"), "€12,500");
  assert.equal(money(1250050, "EUR"), "€12,500.50");
  assert.match(money(100, "nonsense"), /1 nonsense/);
});

test("a wait is said in minutes or hours", () => {
  speak("fr");
  assert.deepEqual([5, 61, 3000, 7200].map(waiting), ["une minute", "2 minutes", "50 minutes", "2 heures"]);
});

test("the language is asked for, remembered, or the browser's; French otherwise", () => {
  assert.equal(chooseLanguage("?lang=en", "isoloir_language=fr", ["fr"]), "en");
  assert.equal(chooseLanguage("?lang=xx", "a=b; isoloir_language=en; c=d", ["fr"]), "en");
  assert.equal(chooseLanguage("", "", ["de-DE", "en-US", "fr"]), "en");
  assert.equal(chooseLanguage("", "other_isoloir_language=en", ["de"]), "fr");
});

test("the cookie holds the language and nothing else", () => {
  assert.match(languageCookie("en", true), /^isoloir_language=en; path=\/; max-age=\d+; samesite=lax; secure$/);
});
