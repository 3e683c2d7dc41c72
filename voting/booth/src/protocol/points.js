// The group Ed25519: points of prime order and scalars modulo q (specification, 5.2).

import { edwards } from "@noble/curves/abstract/edwards.js";

import { ProtocolError } from "./errors.js";
import { digest, hexOf } from "./hashing.js";

export const Q = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;

const Group = edwards({
  p: 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn,
  n: Q,
  h: 8n,
  a: 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffecn,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  Gx: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  Gy: 0x6666666666666666666666666666666666666666666666666666666666666658n,
});

export const GENERATOR = Group.BASE;
export const IDENTITY = Group.ZERO;

const HEX = /^[0-9a-f]{64}$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,76})$/;
const WINDOW = 8; // bits a step: the tables of g and y take about 20 ms and make each multiplication several times faster

function bytesOf(text) {
  return Uint8Array.from(text.match(/../g).reverse(), (pair) => parseInt(pair, 16));
}

/**
 * The point written as `text`: 64 lower-case hexadecimal digits, the byte-reverse of RFC 8032. The identity is taken.
 * Throws `point-not-canonical` or `point-not-in-subgroup`.
 */
export function parsePoint(text) {
  if (typeof text !== "string" || !HEX.test(text)) throw new ProtocolError("point-not-canonical");
  let point;
  try {
    point = Group.fromBytes(bytesOf(text));
  } catch {
    throw new ProtocolError("point-not-in-subgroup");
  }
  if (!point.isTorsionFree()) throw new ProtocolError("point-not-in-subgroup");
  return point;
}

/** The point of the curve whose encoding is `number`, in the subgroup or not; null where there is none. */
export function curvePoint(number) {
  try {
    return Group.fromBytes(bytesOf(number.toString(16).padStart(64, "0")));
  } catch {
    return null;
  }
}

/** Throws `point-identity` for the neutral element. */
export function checkNotIdentity(point) {
  if (point.is0()) throw new ProtocolError("point-identity");
}

/** The protocol's way to write `point`. */
export function textOf(point) {
  return hexOf(point.toBytes().reverse());
}

/** `scalar` times `point`, in constant time but for the scalar 0, which no secret is. */
export function multiply(point, scalar) {
  const reduced = modulo(scalar);
  if (reduced === 0n || point.is0()) return IDENTITY;
  return point.multiply(reduced);
}

/** `scalar` times g. */
export function multiplyGenerator(scalar) {
  return multiply(GENERATOR, scalar);
}

/** Makes the table that speeds up multiplications of `point`; gives the point back. */
export function prepare(point) {
  return point.is0() ? point : point.precompute(WINDOW, false);
}

/** `value` modulo q, never negative. */
export function modulo(value) {
  const rest = value % Q;
  return rest < 0n ? rest + Q : rest;
}

/** The scalar written as `text`: decimal, no leading zero, below q. Throws `scalar-not-canonical`. */
export function parseScalar(text) {
  const value = typeof text === "string" && DECIMAL.test(text) ? BigInt(text) : Q;
  if (value >= Q) throw new ProtocolError("scalar-not-canonical");
  return value;
}

/** `length` random bytes of the system. */
export function systemRandom(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A scalar drawn uniformly (bias below 2^-256) from 64 bytes of `random`. */
export function randomScalar(random = systemRandom) {
  return BigInt(`0x${hexOf(random(64).reverse())}`) % Q;
}

/** SHA-256 of `text`, read as a big-endian integer modulo q. */
export function hashToScalar(text) {
  return BigInt(`0x${hexOf(digest(text))}`) % Q;
}
