// Generators of the group that nobody knows a relation between, for shuffles (specification, tables 6 to 9).

import { ProtocolError } from "./errors.js";
import { digest, hexOf } from "./hashing.js";
import { curvePoint, GENERATOR } from "./points.js";

/** GetGenerator: eight times the first point of the curve from a hash of `index` on (table 9). */
function generator(index) {
  let number = BigInt(`0x${hexOf(digest(`ggen|${index}`))}`) >> 2n;
  let point = curvePoint(number);
  while (point === null) {
    number += 1n;
    point = curvePoint(number);
  }
  const multiple = point.double().double().double();
  if (multiple.is0() || multiple.equals(GENERATOR)) throw new ProtocolError("generator-unusable");
  return multiple;
}

/** The generator h of the chain of commitments (table 6). */
export function secondaryGenerator() {
  return generator(-1);
}

/** The generators of a shuffle of `count` ciphertexts (table 7). */
export function generators(count) {
  return Array.from({ length: count }, (_, index) => generator(index));
}
