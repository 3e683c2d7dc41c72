import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { CHECKS } from "../src/verifier/report.js";

const FOLDER = new URL("../src/verifier/", import.meta.url);
const words = JSON.parse(readFileSync(new URL("words.json", FOLDER), "utf8"));

test("each sentence is in both languages, with the same values to put in", () => {
  const values = (sentence) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, pair] of Object.entries(words)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair.every((sentence) => sentence.trim() !== ""), key);
    assert.deepEqual(values(pair[0]), values(pair[1]), key);
  }
});

test("everything that is said has a sentence, and every sentence is said", () => {
  const sources = readdirSync(FOLDER).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");
  const said = [...sources.matchAll(/\bsay\("([^"]+)"/g)].map(([, key]) => key);
  assert.ok(said.length > 20);
  for (const key of [...said, ...CHECKS]) assert.ok(key in words, key);
  for (const key of Object.keys(words)) {
    const family = /^(?:phase|fact|passed)\./.test(key) ? key.replace(/^(\w+)\..*$/, "$1.") : key;
    assert.ok(CHECKS.includes(key) || sources.includes(`"${family}`) || sources.includes(`\`${family}`) || sources.includes(`${key}"`), key);
  }
});
