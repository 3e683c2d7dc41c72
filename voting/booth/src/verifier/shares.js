// Check 9: shares of the decryption, and how they are combined (specification, 4.20 and 4.21).

import { hashToScalar } from "../protocol/points.js";
import { IDENTITY, Multiples, Q, FixedBase, modulo, readMultiples, timesGenerator, writePoints } from "./curve.js";
import { checkShape } from "./election.js";
import { checkCanonical, list, members, parseJson, textOfBytes } from "./json.js";
import { ownerOf } from "./owned.js";
import { plainProof, readProof } from "./proofs.js";
import { ProtocolError, naming } from "./refusal.js";

const MANY = 16; // proofs from which a table of the trustee's key is worth its time

function readShare(bytes, rows) {
  return naming("share-malformed", () => {
    const text = textOfBytes(bytes);
    const found = members(parseJson(text), ["decryption_factors", "decryption_proofs"]);
    const texts = list(found.decryption_factors).map((row) => list(row));
    const factors = texts.map((row) => row.map(readMultiples));
    const proofs = list(found.decryption_proofs).map((row) => list(row).map(readProof));
    const plain = proofs.map((row) => row.map(plainProof));
    checkCanonical(text, { decryption_factors: texts, decryption_proofs: plain });
    const shape = rows.map(({ length }) => length);
    checkShape("share-shape", shape, factors);
    checkShape("share-shape", shape, proofs);
    return { factors: factors.flat(), proofs: proofs.flat() };
  });
}

function checkProofs({ factors, proofs }, { point, text }, election, rows, onStep) {
  const key = factors.length < MANY ? new Multiples(point) : new FixedBase(point);
  rows.flat().forEach(({ alpha }, i) => {
    const { challenge, response } = proofs[i];
    const first = timesGenerator(response).add(key.times(challenge));
    const second = new Multiples(alpha.point).times(response).add(factors[i].times(challenge));
    const written = writePoints([first, second]).join(",");
    if (hashToScalar(`decrypt|${election.fingerprint}|${text}|${written}`) !== challenge) throw new ProtocolError("share-proof");
    onStep();
  });
}

/** The owner numbers of an item. */
export function ownersOf({ first, keys }) {
  return keys.map((_, i) => first + i);
}

function isGrouped({ items }, owner) {
  return items.some((item) => item.kind !== "Single" && ownersOf(item).includes(owner));
}

/**
 * The share in `payloads` of the decryption of `rows`: `{ owner, factors }`, its proofs checked; `taken` are the owners of
 * those before. Of a member of a group, `factors` is null when the proofs do not hold: enough others can do without it.
 * Throws `share-…`.
 */
export function checkShare(payloads, { election, trustees }, rows, taken, onStep) {
  const owner = ownerOf(payloads, trustees, "share-malformed", "share-owner");
  if (taken.includes(owner)) throw new ProtocolError("share-repeated", { found: owner });
  const share = readShare(payloads[0], rows);
  try {
    checkProofs(share, trustees.keys[owner - 1], election, rows, onStep);
  } catch (error) {
    if (error.code !== "share-proof" || !isGrouped(trustees, owner)) throw error;
    return { owner, factors: null };
  }
  return { owner, factors: share.factors.map((factor) => factor.point) };
}

/** Throws `shares-missing` unless the shares, by owner, open the tally. */
export function checkEnoughShares({ items }, shares) {
  const present = (item) => ownersOf(item).filter((owner) => shares.has(owner)).length;
  if (items.every((item) => present(item) >= item.threshold)) return;
  const total = (number) => items.reduce((left, item) => left + number(item), 0);
  const found = total((item) => Math.min(item.threshold, present(item)));
  throw new ProtocolError("shares-missing", { expected: total(({ threshold }) => threshold), found });
}

function inverse(value) {
  let [result, base] = [1n, value];
  for (let power = Q - 2n; power > 0n; power >>= 1n) {
    if (power & 1n) result = (result * base) % Q;
    base = (base * base) % Q;
  }
  return result;
}

/** The coefficients that give the value at 0 of a polynomial from its values at `indexes`. */
export function lagrange(indexes) {
  return indexes.map((index) => {
    const others = indexes.filter((other) => other !== index);
    const [top, bottom] = others.reduce(([up, down], k) => [modulo(up * BigInt(k)), modulo(down * BigInt(k - index))], [1n, 1n]);
    return modulo(top * inverse(bottom));
  });
}

function itemFactor(item, shares, place) {
  if (item.kind === "Single") return shares.get(item.first)[place];
  const chosen = ownersOf(item).filter((owner) => shares.has(owner)).slice(0, item.threshold);
  const coefficients = lagrange(chosen.map((owner) => owner - item.first + 1));
  return chosen.reduce((sum, owner, i) => sum.add(new Multiples(shares.get(owner)[place]).times(coefficients[i])), IDENTITY);
}

/** The product of all items' factors, one point a ciphertext. */
export function combineFactors({ items }, shares) {
  const { length } = shares.values().next().value;
  return Array.from({ length }, (_, place) =>
    items.reduce((sum, item) => sum.add(itemFactor(item, shares, place)), IDENTITY));
}
