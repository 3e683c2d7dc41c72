// Generators between which nobody knows a relation (specification, tables 6 to 9).

import { digest, hexOf } from "../protocol/hashing.js";
import { GENERATOR } from "./curve.js";
import { ProtocolError } from "./refusal.js";

const Point = GENERATOR.constructor;
const known = new Map();

function curvePoint(number) {
  const text = number.toString(16).padStart(64, "0");
  try {
    return Point.fromBytes(Uint8Array.from(text.match(/../g).reverse(), (pair) => parseInt(pair, 16)));
  } catch {
    return null;
  }
}

/** GetGenerator: eight times the first point of the curve from a hash of `index` on. */
function makeGenerator(index) {
  let number = BigInt(`0x${hexOf(digest(`ggen|${index}`))}`) >> 2n;
  let point = curvePoint(number);
  while (point === null) point = curvePoint((number += 1n));
  const generator = point.double().double().double();
  if (generator.is0() || generator.equals(GENERATOR)) throw new ProtocolError("generator-unusable");
  return generator;
}

function generator(index) {
  if (!known.has(index)) known.set(index, makeGenerator(index));
  return known.get(index);
}

/** The generator h of the chain of commitments (table 6). */
export function secondaryGenerator() {
  return generator(-1);
}

/** The generators of a shuffle of `count` ciphertexts (table 7). */
export function generators(count) {
  return Array.from({ length: count }, (_, i) => generator(i));
}
