import assert from "node:assert/strict";
import { test } from "node:test";

import { GENERATOR, textOf } from "../src/protocol/points.js";
import { FixedBase, IDENTITY, Multiples, Q, readKey, readPoint, readScalar, timesGenerator, writePoints } from "../src/verifier/curve.js";

const SCALARS = [0n, 1n, 2n, 7n, 8n, 9n, 15n, 16n, 127n, 128n, 129n, 255n, 256n, 2n ** 128n - 1n, 2n ** 252n, Q - 1n, Q / 3n];
const expected = (point, scalar) => (scalar === 0n ? IDENTITY : point.multiplyUnsafe(scalar));

test("the quick ways to multiply give what the library gives", () => {
  const point = GENERATOR.multiplyUnsafe(123456789n);
  const [multiples, fixed] = [new Multiples(point), new FixedBase(point)];
  for (const scalar of SCALARS) {
    assert.ok(multiples.times(scalar).equals(expected(point, scalar)), `times ${scalar}`);
    assert.ok(fixed.times(scalar).equals(expected(point, scalar)), `fixed ${scalar}`);
    assert.ok(timesGenerator(scalar).equals(expected(GENERATOR, scalar)), `generator ${scalar}`);
  }
  assert.ok(new Multiples(IDENTITY).times(5n).is0());
  assert.ok(multiples.times(Q).is0());
});

test("points are written all at once as they are one by one", () => {
  const points = [GENERATOR, IDENTITY, GENERATOR.double(), GENERATOR.negate()];
  assert.deepEqual(writePoints(points), points.map(textOf));
  assert.deepEqual(writePoints([]), []);
});

const code = (work) => {
  try {
    work();
    return null;
  } catch (error) {
    return error.code;
  }
};

test("points outside the subgroup and other ways to write one are refused", () => {
  const zeros = "0".repeat(64);
  const text = textOf(GENERATOR);
  const identity = `${"0".repeat(63)}1`;
  assert.equal(code(() => readPoint(text)), null);
  assert.equal(code(() => readPoint(identity)), null);
  assert.equal(code(() => readKey(identity)), "point-identity");
  assert.equal(code(() => readPoint(zeros)), "point-not-in-subgroup"); // of order 4
  assert.equal(code(() => readPoint(`8${identity.slice(1)}`)), "point-not-in-subgroup"); // the identity with a sign
  const field = 2n ** 255n - 19n;
  for (const number of [field, field + 1n, field - 1n]) {
    assert.equal(code(() => readPoint(number.toString(16).padStart(64, "0"))), "point-not-in-subgroup");
  }
  for (const other of [text.toUpperCase().replace(/6/, "A"), text.slice(1), `0${text}`, ` ${text.slice(1)}`, 5, null, undefined]) {
    assert.equal(code(() => readPoint(other)), "point-not-canonical");
  }
});

test("scalars are decimal, without a leading zero, below q", () => {
  assert.equal(readScalar("0"), 0n);
  assert.equal(readScalar((Q - 1n).toString()), Q - 1n);
  for (const text of [Q.toString(), "00", "+1", "-1", " 1", "1 ", "0x1", "", "1e3", 1, null]) {
    assert.equal(code(() => readScalar(text)), "scalar-not-canonical", String(text));
  }
});
