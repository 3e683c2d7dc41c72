// Proofs as they are checked (specification, 4.5, 4.12, 4.13 and 4.16).

import { hashToScalar } from "../protocol/points.js";
import { Multiples, modulo, readScalar, timesGenerator, writePoint, writePoints } from "./curve.js";
import { list, members } from "./json.js";
import { ProtocolError } from "./refusal.js";

/** The proof in `value`; throws MalformedError. */
export function readProof(value) {
  const { challenge, response } = members(value, ["challenge", "response"]);
  return { challenge: readScalar(challenge), response: readScalar(response) };
}

export function readProofs(value) {
  return list(value).map(readProof);
}

/** A proof as plain members in the order of the specification (4.3). */
export function plainProof({ challenge, response }) {
  return { challenge: challenge.toString(), response: response.toString() };
}

/** Throws `code` unless `proof` shows knowledge of the secret of `point`; the commitment ends the hashed text. */
export function checkKnowledge(code, prefix, point, { challenge, response }) {
  const multiples = point instanceof Multiples ? point : new Multiples(point);
  const commitment = timesGenerator(response).add(multiples.times(challenge));
  if (hashToScalar(`${prefix}|${writePoint(commitment)}`) !== challenge) throw new ProtocolError(code);
}

/**
 * A = response·g + challenge·alpha and B = response·y + challenge·(beta − value·g), the branch that claims `value` of a
 * ciphertext whose `alpha` and `beta` are Multiples: those of g are put together.
 */
function commitments(key, { alpha, beta }, value, { challenge, response }) {
  const shifted = key.times(response).add(beta.times(challenge));
  return [
    timesGenerator(response).add(alpha.times(challenge)),
    value === 0 ? shifted : shifted.subtract(timesGenerator(challenge * BigInt(value))),
  ];
}

/**
 * Throws the code of the first of `statements` that its proofs do not show: `{ code, prefix, branches, proofs }` with a
 * ciphertext and a claimed value a branch. All the points are written at once.
 */
export function checkDisjunctions(key, statements) {
  const points = statements.map(({ branches, proofs }) =>
    branches.flatMap(([ciphertext, value], i) => commitments(key, ciphertext, value, proofs[i])));
  const texts = writePoints(points.flat());
  let place = 0;
  statements.forEach(({ code, prefix, proofs }, i) => {
    const written = texts.slice(place, (place += points[i].length)).join(",");
    const challenges = proofs.reduce((total, { challenge }) => total + challenge, 0n);
    if (hashToScalar(`${prefix}|${written}`) !== modulo(challenges)) throw new ProtocolError(code);
  });
}
