import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../src/desk/", import.meta.url);
const words = JSON.parse(readFileSync(new URL("words.json", FOLDER), "utf8"));
const sources = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, FOLDER), "utf8"))
  .join("\n");

function names(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
}

test("every sentence stands in French and English, with the same values", () => {
  for (const [key, pair] of Object.entries(words)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair.every((sentence) => sentence.trim().length > 0), key);
    assert.deepEqual(new Set(names(pair[0])), new Set(names(pair[1])), key);
  }
});

test("every sentence that the desk asks for is there, and none is left over", () => {
  const asked = new Set([...sources.matchAll(/"([a-z_]+(?:\.[a-z_]+)?)"/g)].map((match) => match[1]));
  const unused = Object.keys(words).filter((key) => !key.startsWith("error.") && !asked.has(key));
  assert.deepEqual(unused, []);
  for (const [, key] of sources.matchAll(/\b(?:say|text|section|comparison)\(\s*"([a-z_.]+)"/g)) assert.ok(key in words, key);
});

test("every refusal that the desk makes itself has its sentence", () => {
  const codes = [...sources.matchAll(/new DeskError\("([a-z-]+)"/g)].map((match) => match[1]);
  assert.ok(codes.length > 8);
  for (const code of codes) assert.ok(`error.${code}` in words, code);
});
