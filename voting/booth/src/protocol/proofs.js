// Zero-knowledge proofs, made by someone who knows what is in the ciphertexts (specification, 4.5, 4.12, 4.13, 4.16).

import { GENERATOR, hashToScalar, modulo, multiply, multiplyGenerator, randomScalar, textOf } from "./points.js";

/** A proof as the protocol writes it. */
export function proofText({ challenge, response }) {
  return { challenge: challenge.toString(), response: response.toString() };
}

/**
 * The commitments of a simulated branch: A = response·g + challenge·alpha, B = response·y + challenge·(beta − claimed·g).
 *
 * We sealed the ciphertext ourselves, so alpha = r·g and beta = r·y + value·g, and both are multiples of g and y,
 * for which there are tables: the same points, several times faster.
 */
function simulate(key, { randomness, value, claimed }, { challenge, response }) {
  const scalar = modulo(response + challenge * randomness);
  const shift = multiplyGenerator(challenge * BigInt(value - claimed));
  return [multiplyGenerator(scalar), multiply(key, scalar).add(shift)];
}

function writtenPairs(commitments) {
  return commitments.map(([first, second]) => `${textOf(first)},${textOf(second)}`).join(",");
}

/**
 * A proof that at least one of `branches` is true, without saying which (4.12, 4.13).
 *
 * A branch claims that a ciphertext holds `claimed`; `randomness` and `value` are what we know of it. `prefix` is what
 * stands before the commitments in the hash.
 */
export function proveDisjunction(prefix, key, branches, trueBranch, random) {
  const nonce = randomScalar(random);
  const proofs = branches.map(() => ({ challenge: randomScalar(random), response: randomScalar(random) }));
  const commitments = branches.map((branch, position) =>
    position === trueBranch
      ? [multiplyGenerator(nonce), multiply(key, nonce)]
      : simulate(key, branch, proofs[position]),
  );
  const others = proofs.reduce((sum, proof, i) => (i === trueBranch ? sum : sum + proof.challenge), 0n);
  const challenge = modulo(hashToScalar(`${prefix}|${writtenPairs(commitments)}`) - others);
  const response = modulo(nonce - branches[trueBranch].randomness * challenge);
  proofs[trueBranch] = { challenge, response };
  return proofs.map(proofText);
}

/** A proof of knowledge of `secret`; the commitment ends the hashed text (4.5, 4.16). */
export function proveKnowledge(prefix, secret, random) {
  const nonce = randomScalar(random);
  const challenge = hashToScalar(`${prefix}|${textOf(multiplyGenerator(nonce))}`);
  return proofText({ challenge, response: modulo(nonce - secret * challenge) });
}

/** A proof that `secret` relates g to a public key as `alpha` to its decryption factor (4.20). */
export function proveDecryption(prefix, secret, alpha, random) {
  const nonce = randomScalar(random);
  const commitments = writtenPairs([[multiply(GENERATOR, nonce), multiply(alpha, nonce)]]);
  const challenge = hashToScalar(`${prefix}|${commitments}`);
  return proofText({ challenge, response: modulo(nonce - secret * challenge) });
}
