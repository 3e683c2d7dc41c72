// Points read, multiplied and written, fast because nothing here is secret: no constant time (specification, 5.2).

import { normalizeZ } from "@noble/curves/abstract/curve.js";

import { hexOf } from "../protocol/hashing.js";
import { GENERATOR, IDENTITY, Q } from "../protocol/points.js";
import { MalformedError } from "./refusal.js";

export { GENERATOR, IDENTITY, Q };

const Point = GENERATOR.constructor;
const HEX = /^[0-9a-f]{64}$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,76})$/;
const BITS = 4n;
const HALF = 8;
const DIGITS = 64;
const FIXED_BITS = 8n;
const FIXED_HALF = 128;

/** The point of the curve written as `text`, in its subgroup or not; throws MalformedError. */
export function readCurvePoint(text) {
  if (typeof text !== "string" || !HEX.test(text)) throw new MalformedError("point-not-canonical");
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) bytes[31 - i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  try {
    return Point.fromBytes(bytes);
  } catch {
    throw new MalformedError("point-not-in-subgroup");
  }
}

/** The scalar written as `text`; throws MalformedError. */
export function readScalar(text) {
  const value = typeof text === "string" && DECIMAL.test(text) ? BigInt(text) : Q;
  if (value >= Q) throw new MalformedError("scalar-not-canonical");
  return value;
}

export function modulo(value) {
  const rest = value % Q;
  return rest < 0n ? rest + Q : rest;
}

/** Signed digits of `scalar`, least significant first. */
function digitsOf(scalar, bits, half) {
  const digits = [];
  const mask = (1n << bits) - 1n;
  let carry = 0;
  for (let rest = scalar; rest > 0n || carry; rest >>= bits) {
    const digit = Number(rest & mask) + carry;
    carry = digit > half ? 1 : 0;
    digits.push(carry ? digit - 2 * half : digit);
  }
  return digits;
}

/** A point that several scalars multiply: its doublings are made once (Yao's method). */
export class Multiples {
  constructor(point) {
    this.point = point;
    this.powers = [point];
  }

  power(place) {
    while (this.powers.length <= place) this.powers.push(this.powers.at(-1).double().double().double().double());
    return this.powers[place];
  }

  /** `scalar` times the point, the scalar not reduced. */
  times(scalar) {
    const buckets = new Array(HALF + 1).fill(null);
    digitsOf(scalar, BITS, HALF).forEach((digit, place) => {
      if (digit === 0) return;
      const power = digit < 0 ? this.power(place).negate() : this.power(place);
      const size = Math.abs(digit);
      buckets[size] = buckets[size] === null ? power : buckets[size].add(power);
    });
    let [running, sum] = [null, null];
    for (let size = HALF; size > 0; size -= 1) {
      if (buckets[size] !== null) running = running === null ? buckets[size] : running.add(buckets[size]);
      if (running !== null) sum = sum === null ? running : sum.add(running);
    }
    return sum ?? IDENTITY;
  }

  get inSubgroup() {
    return this.point.is0() || this.times(Q).is0();
  }
}

/** A point that thousands of scalars multiply: all the multiples that a digit can ask for are made once. */
export class FixedBase {
  constructor(point) {
    this.point = point;
    this.rows = [];
    for (let place = 0, power = point; place <= 32; place += 1) {
      const row = [IDENTITY];
      for (let size = 1; size <= FIXED_HALF; size += 1) row.push(row[size - 1].add(power));
      power = row[FIXED_HALF].double();
      this.rows.push(normalizeZ(Point, row));
    }
  }

  times(scalar) {
    let sum = IDENTITY;
    digitsOf(modulo(scalar), FIXED_BITS, FIXED_HALF).forEach((digit, place) => {
      if (digit > 0) sum = sum.add(this.rows[place][digit]);
      if (digit < 0) sum = sum.subtract(this.rows[place][-digit]);
    });
    return sum;
  }
}

let table = null;

/** `scalar` times g. */
export function timesGenerator(scalar) {
  table ??= new FixedBase(GENERATOR);
  return table.times(scalar);
}

/** The point written as `text`, checked to be in the subgroup of prime order; throws MalformedError. */
export function readPoint(text) {
  return readMultiples(text).point;
}

/** As readPoint, ready to be multiplied. */
export function readMultiples(text) {
  const multiples = new Multiples(readCurvePoint(text));
  if (!multiples.inSubgroup) throw new MalformedError("point-not-in-subgroup");
  return multiples;
}

/** As readPoint; throws `point-identity` too. */
export function readKey(text) {
  const point = readPoint(text);
  if (point.is0()) throw new MalformedError("point-identity");
  return point;
}

/** The texts of `points`, with one inversion for all. */
export function writePoints(points) {
  return normalizeZ(Point, points).map((point) => hexOf(point.toBytes().reverse()));
}

export function writePoint(point) {
  return hexOf(point.toBytes().reverse());
}

export function sum(points) {
  return points.reduce((left, right) => left.add(right), IDENTITY);
}
