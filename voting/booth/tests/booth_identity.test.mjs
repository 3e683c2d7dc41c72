import assert from "node:assert/strict";
import { test } from "node:test";

import { findCodeFault, findRollNumberFault, parseLink, tidyCode } from "../src/booth/identity.js";
import { checkCode } from "../src/protocol/code_form.js";

const CODE = "q2Gbd-3xHTwM-Kz9fV-pRs7Yn";

test("a link of the letter gives its number and code", () => {
  assert.deepEqual(parseLink(`#17.${CODE}`), { rollNumber: "17", code: CODE });
});

test("a link that a messenger has encoded is read", () => {
  assert.deepEqual(parseLink(`#17.${encodeURIComponent(CODE)}%20`), { rollNumber: "17", code: CODE });
});

test("a link without number, without code, or damaged gives nothing", () => {
  for (const hash of ["", "#", "#17", `#${CODE}`, `#.${CODE}`, `#017.${CODE}`, `#17.${CODE}x`, "#17.%E0%A4%A"]) {
    assert.equal(parseLink(hash), null, hash);
  }
});

test("a typed code may have spaces, other dashes, or none", () => {
  const letters = CODE.replaceAll("-", "");
  const dashes = [" - ", "–", "‑", " "].map((dash) => CODE.replaceAll("-", dash));
  for (const typed of [letters, ` ${CODE}\n`, ...dashes]) {
    assert.equal(tidyCode(typed), CODE);
  }
});

test("a tidy code without a fault is one that the sealer takes", () => {
  assert.equal(findCodeFault(tidyCode(CODE)), null);
  checkCode(tidyCode(CODE));
});

test("every other code has a fault, and the sealer refuses it too", () => {
  const altered = ["0", "O", "I", "l", "é", "_"].map((letter) => CODE.replace("q", letter));
  const wrong = ["", "abc", CODE.slice(1), `${CODE}2`, ...altered];
  for (const code of wrong.map(tidyCode)) {
    assert.notEqual(findCodeFault(code), null, code);
    assert.throws(() => checkCode(code), { code: "code-malformed" });
  }
});

test("a roll number is digits without a zero at the start", () => {
  for (const number of ["1", "17", " 9999999 "]) assert.equal(findRollNumberFault(number), null);
  for (const number of ["", "0", "017", "1a", "12345678", "-1"]) assert.notEqual(findRollNumberFault(number), null);
});
