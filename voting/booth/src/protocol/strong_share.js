// The strong share: a second proof of each factor, that also hashes ciphertext and factor (docs/strong-share.md).

import { sha256Hex } from "./hashing.js";
import { parseTally } from "./keys.js";
import { hashToScalar, modulo, multiply, multiplyGenerator, randomScalar, systemRandom, textOf } from "./points.js";
import { proofText } from "./proofs.js";

const PREFIX = "isoloir-strong-share-1";

/** The proof that `factor` is `alpha` times the key's secret; `place` is what is hashed before them. */
function proveFactor(place, secret, { alpha, factor }, random) {
  const nonce = randomScalar(random); // serves nothing else: two challenges on one nonce would give the key away
  const commitments = `${textOf(multiplyGenerator(nonce))},${textOf(multiply(alpha, nonce))}`;
  const challenge = hashToScalar(`${place}|${textOf(alpha)},${factor}|${commitments}`);
  return proofText({ challenge, response: modulo(nonce - secret * challenge) });
}

/**
 * The strong share beside `share`, the JSON text of the share of trustee number `owner` in opening `tallyRaw`, as JSON
 * text. `onProgress(done, steps)` is called at each factor. Throws what parseTally throws.
 */
export function strongShare(election, tallyRaw, { key, owner, share }, { random = systemRandom, onProgress = () => {} } = {}) {
  const rows = parseTally(tallyRaw, election);
  const factors = JSON.parse(share).decryption_factors;
  const steps = rows.flat().length;
  let done = 0;
  const proofs = rows.map((row, question) =>
    row.map(({ alpha }, position) => {
      const place = `${PREFIX}|${election.fingerprint}|${owner}|${key.publicKey}|${question},${position}`;
      const proof = proveFactor(place, key.secret, { alpha, factor: factors[question][position] }, random);
      onProgress(++done, steps);
      return proof;
    }),
  );
  return JSON.stringify({ owner, share: sha256Hex(share), proofs });
}
