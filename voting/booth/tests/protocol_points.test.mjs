import assert from "node:assert/strict";
import { test } from "node:test";

import {
  GENERATOR, IDENTITY, Q, hashToScalar, multiply, multiplyGenerator, parsePoint, parseScalar, prepare, randomScalar, textOf,
} from "../src/protocol/points.js";
import { primitives } from "./vectors_of_reference.mjs";

function refuses(code) {
  return { name: "ProtocolError", code };
}

test("the generator is written as the reference writes it", () => {
  assert.equal(textOf(GENERATOR), primitives.g);
  assert.equal(Q, BigInt(primitives.q));
});

test("every point of the generator table is read and written back unchanged", () => {
  for (const text of Object.values(primitives.get_generator)) assert.equal(textOf(parsePoint(text)), text);
});

for (const { what, hex } of primitives.points) {
  const accepted = what === "identity";
  test(`${what} is ${accepted ? "taken as a point" : "refused"}`, () => {
    if (accepted) assert.ok(parsePoint(hex).is0());
    else assert.throws(() => parsePoint(hex), refuses("point-not-in-subgroup"));
  });
}

test("a coordinate that is not reduced is refused", () => {
  for (const { non_canonical_hex: hex } of primitives.non_canonical_y_below_19) {
    assert.throws(() => parsePoint(hex), refuses("point-not-in-subgroup"));
  }
});

test("a point in another form than 64 lower-case digits is refused", () => {
  const upper = "C560B3E8531748AD5B691532871356A8E92BB8AD23C689CDA86FE8C752DD519A";
  for (const text of [upper, primitives.g.slice(1), `${primitives.g}0`, `0x${primitives.g.slice(2)}`, "", null, 5]) {
    assert.throws(() => parsePoint(text), refuses("point-not-canonical"));
  }
});

test("multiplying by zero, by q or the identity gives the identity", () => {
  for (const scalar of [0n, Q, -Q]) assert.ok(multiplyGenerator(scalar).is0());
  assert.ok(multiply(IDENTITY, 5n).is0());
  assert.equal(textOf(multiplyGenerator(-1n)), textOf(GENERATOR.negate()));
});

test("a table changes nothing but the speed", () => {
  const plain = multiplyGenerator(12345n);
  const expected = textOf(multiply(plain, Q - 7n));
  assert.equal(textOf(multiply(prepare(plain), Q - 7n)), expected);
});

test("a scalar is decimal, without leading zero, below q", () => {
  assert.equal(parseScalar((Q - 1n).toString()), Q - 1n);
  assert.equal(parseScalar("0"), 0n);
  for (const text of [Q.toString(), "01", "-1", "+1", "1.0", "0x1", " 1", "1e3", "", "9".repeat(400), 7, null]) {
    assert.throws(() => parseScalar(text), refuses("scalar-not-canonical"));
  }
});

test("a hash becomes the scalar that the reference makes of it", () => {
  for (const { input, scalar } of primitives.hash_to_scalar) assert.equal(hashToScalar(input).toString(), scalar);
});

test("a random scalar uses 64 bytes and is reduced", () => {
  const asked = [];
  const ones = (length) => {
    asked.push(length);
    return new Uint8Array(length).fill(255);
  };
  assert.equal(randomScalar(ones), (2n ** 512n - 1n) % Q);
  assert.deepEqual(asked, [64]);
  assert.notEqual(randomScalar(), randomScalar());
});
