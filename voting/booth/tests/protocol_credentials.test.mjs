import assert from "node:assert/strict";
import { test } from "node:test";

import { checkCode, deriveKey } from "../src/protocol/credentials.js";
import { multiplyGenerator, textOf } from "../src/protocol/points.js";
import { primitives } from "./vectors_of_reference.mjs";

test("a code gives the exponent and the credential that the reference derives", () => {
  for (const { uuid, credential: code, secret_exponent: exponent, public: credential } of primitives.credentials) {
    const secret = deriveKey(uuid, code);
    assert.equal(secret.toString(), exponent);
    assert.equal(textOf(multiplyGenerator(secret)), credential);
  }
});

test("a code of another form is refused, and the refusal does not repeat it", () => {
  const malformed = [
    "", "xyWPa-d3nvh2-AEsVP-YFAoG", "xyWPa-d3nvh2-AEsVP-YFAoGhh", "xyWPad3nvh2AEsVPYFAoGh", "xyWP0-d3nvh2-AEsVP-YFAoGh",
    "xyWPl-d3nvh2-AEsVP-YFAoGh", " xyWPa-d3nvh2-AEsVP-YFAoGh", "xyWPa-d3nvh2-AEsVP-YFAoGh\n", null, 12,
  ];
  for (const code of malformed) {
    assert.throws(() => checkCode(code), (error) => error.code === "code-malformed" && error.message === "code-malformed");
    assert.throws(() => deriveKey("AYp2aqHj2N6e1V", code), { code: "code-malformed" });
  }
});
