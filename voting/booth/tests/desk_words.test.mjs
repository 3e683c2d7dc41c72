import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const SOURCE = new URL("../src/", import.meta.url);
const SHARED = ["desk/frame.js"]; // what every desk says through

function read(name) {
  return readFileSync(new URL(name, SOURCE), "utf8");
}

function scriptsOf(folder) {
  return readdirSync(new URL(folder, SOURCE)).filter((name) => name.endsWith(".js")).map((name) => folder + name);
}

const DESKS = ["desk/", "registrar/"].map((folder) => ({
  folder,
  words: JSON.parse(read(`${folder}words.json`)),
  sources: [...new Set([...scriptsOf(folder), ...SHARED, "desk/pieces.js"])].map(read).join("\n"),
  own: [...new Set([...scriptsOf(folder), ...SHARED])].map(read).join("\n"),
}));

function names(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
}

for (const { folder, words, sources, own } of DESKS) {
  test(`${folder}: every sentence stands in French and English, with the same values`, () => {
    for (const [key, pair] of Object.entries(words)) {
      assert.equal(pair.length, 2, key);
      assert.ok(pair.every((sentence) => sentence.trim().length > 0), key);
      assert.deepEqual(new Set(names(pair[0])), new Set(names(pair[1])), key);
    }
  });

  test(`${folder}: every sentence that the desk asks for is there, and none is left over`, () => {
    const asked = new Set([...sources.matchAll(/"([a-z_]+(?:\.[a-z_]+)?)"/g)].map((match) => match[1]));
    const unused = Object.keys(words).filter((key) => !key.startsWith("error.") && !asked.has(key));
    assert.deepEqual(unused, []);
    for (const [, key] of own.matchAll(/\b(?:say|text|section|comparison)\(\s*"([a-z_.]+)"/g)) assert.ok(key in words, key);
  });

  test(`${folder}: every refusal that the desk makes itself has its sentence`, () => {
    const codes = [...own.matchAll(/new DeskError\("([a-z-]+)"/g)].map((match) => match[1]);
    assert.ok(codes.length > 5);
    for (const code of codes) assert.ok(`error.${code}` in words, code);
  });
}
