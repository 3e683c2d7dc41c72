import assert from "node:assert/strict";
import { test } from "node:test";

import { checkCanonical, count, members, parseJson, string, textOfBytes } from "../src/verifier/json.js";
import { MalformedError } from "../src/verifier/refusal.js";

const refusal = (work) => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof MalformedError, error.stack);
    return error.code;
  }
  return null;
};

test("what JSON.parse takes or changes silently is refused", () => {
  const cases = {
    '{"a":1,"a":1}': "json-duplicate-key",
    '{"a":1,"\\u0061":1}': "json-duplicate-key",
    '{"__proto__":1,"__proto__":1}': "json-duplicate-key",
    "1.0": "json-number",
    "1e3": "json-number",
    "-0": "json-number",
    "123456789012345678901": "json-number",
    "01": "json-syntax",
    "+1": "json-syntax",
    "NaN": "json-syntax",
    "[1,]": "json-syntax",
    '"\t"': "json-syntax",
    '"\\u12"': "json-syntax",
    '"\\x"': "json-syntax",
    "\ufeff1": "json-syntax",
    "1 2": "json-syntax",
    "": "json-syntax",
    "\u00a01": "json-syntax",
    [`${"[".repeat(600)}${"]".repeat(600)}`]: "json-too-deep",
  };
  for (const [text, code] of Object.entries(cases)) assert.equal(refusal(() => parseJson(text)), code, text.slice(0, 40));
});

test("numbers stay exact, members keep their order, and no name is special", () => {
  assert.equal(parseJson("9007199254740993"), 9007199254740993n);
  assert.equal(parseJson("-12"), -12);
  assert.deepEqual([...parseJson(' { "2" : [ true , null ] , "1" : "\\ud83d\\uddf3\\n" } ')], [["2", [true, null]], ["1", "🗳\n"]]);
  assert.deepEqual([...parseJson('{"__proto__":{"a":1}}').keys()], ["__proto__"]);
});

test("bytes that are not UTF-8 and lone surrogates are no text", () => {
  assert.equal(refusal(() => textOfBytes(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))), "json-encoding");
  assert.equal(refusal(() => textOfBytes(Uint8Array.of(0xed, 0xa0, 0x80))), "json-encoding");
  assert.equal(refusal(() => string(parseJson('"\\ud800"'))), "json-string");
  assert.equal(string(parseJson('"\\ud83d\\uddf3"')), "🗳");
});

test("members are exactly those expected, and written in the one way", () => {
  assert.deepEqual(members(parseJson('{"a":1,"b":2}'), ["a"], ["b"]), { a: 1, b: 2 });
  for (const text of ["[]", "null", "{}", '{"a":1,"c":2}']) assert.equal(refusal(() => members(parseJson(text), ["a"], ["b"])), "json-members");
  assert.equal(refusal(() => checkCanonical('{"a": 1}', { a: 1 })), "json-not-canonical");
  assert.equal(refusal(() => checkCanonical('{"a":1}', { a: 1 })), null);
});

test("counts are numbers up to 2^30 - 1 and strings above", () => {
  assert.equal(count(parseJson("1073741823")), 1073741823n);
  assert.equal(count(parseJson('"1073741824"')), 1073741824n);
  for (const text of ["1073741824", '"1073741823"', '"01073741824"', "-1", "true", '"1e10"', "null"]) {
    assert.equal(refusal(() => count(parseJson(text))), "json-number", text);
  }
});
