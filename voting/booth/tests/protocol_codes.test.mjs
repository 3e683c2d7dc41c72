import assert from "node:assert/strict";
import { test } from "node:test";

import { generateCode, listFingerprint, publicCredential } from "../src/protocol/codes.js";
import { checkCode } from "../src/protocol/credentials.js";
import { primitives } from "./vectors_of_reference.mjs";

test("codes have the form that is asked for, and differ", () => {
  const codes = Array.from({ length: 100 }, () => generateCode());
  codes.forEach(checkCode);
  assert.equal(new Set(codes).size, 100);
});

test("bytes that would favour some characters are thrown away", () => {
  const range = (start, end) => Array.from({ length: end - start }, (_, i) => start + i);
  const drawn = [[...range(232, 256), ...range(0, 8)], range(8, 40)];
  assert.equal(generateCode(() => Uint8Array.from(drawn.shift())), "12345-6789AB-CDEFG-HJKLMN");
});

test("a code gives the public credential that the reference derives", () => {
  for (const { uuid, credential: code, public: credential } of primitives.credentials) {
    assert.equal(publicCredential(uuid, code), credential);
  }
});

test("the fingerprint is that of the sorted list, whatever the order", () => {
  assert.equal(listFingerprint(["b", "a"]), listFingerprint(["a", "b"]));
  assert.notEqual(listFingerprint(["a"]), listFingerprint(["a", "b"]));
});
