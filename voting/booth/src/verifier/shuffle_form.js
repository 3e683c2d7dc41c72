// A shuffle as it is written: rows of ciphertexts, and nested arrays for the tuples of a proof (specification, 4.19).

import { readCiphertext } from "./answers.js";
import { readPoint, readScalar } from "./curve.js";
import { checkShape } from "./election.js";
import { checkCanonical, list, members, parseJson, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";

function readPoints(value) {
  return list(value).map((text) => ({ point: readPoint(text), text }));
}

function readScalars(value) {
  return list(value).map(readScalar);
}

function readProof(value) {
  const [t, s, permutation, chain] = list(value, 4);
  const [t1, t2, t3, t4, tChain] = list(t, 5);
  const [s1, s2, s3, s4, sChain, sPermutation] = list(s, 6);
  return {
    t: readPoints([t1, t2, t3, ...list(t4, 2)]),
    tChain: readPoints(tChain),
    s: readScalars([s1, s2, s3, s4]),
    sChain: readScalars(sChain),
    sPermutation: readScalars(sPermutation),
    permutation: readPoints(permutation),
    chain: readPoints(chain),
  };
}

function plainProof({ t, tChain, s, sChain, sPermutation, permutation, chain }) {
  const texts = (points) => points.map(({ text }) => text);
  const [t1, t2, t3, ...t4] = texts(t);
  return [[t1, t2, t3, t4, texts(tChain)], [...s.map(String), sChain.map(String), sPermutation.map(String)], texts(permutation), texts(chain)];
}

function hasSize({ tChain, sChain, sPermutation, permutation, chain }, size) {
  return [tChain, sChain, sPermutation, permutation, chain].every(({ length }) => length === size);
}

/** The shuffle in `bytes` of the rows `before`: `{ rows, proofs }`; throws `shuffle-malformed` or `shuffle-shape`. */
export function readShuffle(bytes, before) {
  return naming("shuffle-malformed", () => {
    const text = textOfBytes(bytes);
    const found = members(parseJson(text), ["ciphertexts", "proofs"]);
    const rows = list(found.ciphertexts).map((row) => list(row).map((item) => readCiphertext(item)));
    const proofs = list(found.proofs).map(readProof);
    checkCanonical(text, { ciphertexts: rows.map((row) => row.map((item) => item.text)), proofs: proofs.map(plainProof) });
    checkShape("shuffle-shape", before.map(({ length }) => length), rows);
    const whole = proofs.length === rows.length && proofs.every((proof, i) => hasSize(proof, rows[i].length));
    if (!whole) throw new ProtocolError("shuffle-shape");
    return { rows, proofs };
  });
}
