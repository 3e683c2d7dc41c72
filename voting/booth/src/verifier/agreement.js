// Check 9, a group's extra shares: with its factors, each is a value of one polynomial, or somebody's is wrong.

import { hexOf } from "../protocol/hashing.js";
import { IDENTITY, Multiples } from "./curve.js";
import { ProtocolError } from "./refusal.js";
import { checkEnoughShares, lagrange, ownersOf } from "./shares.js";

const MOST_TRIES = 500; // sets compared before it is said that nobody can be named, as in voting/combination.py
const WEIGHT_BYTES = 16;

function randomWeight() {
  return BigInt(`0x${hexOf(crypto.getRandomValues(new Uint8Array(WEIGHT_BYTES)))}`);
}

/** One point a share: its factors with weights drawn here, so that no wrong factors cancel out. */
function weighed(owners, shares) {
  const weights = shares.get(owners[0]).map(randomWeight);
  const sum = (points) => points.reduce((total, point, i) => total.add(new Multiples(point).times(weights[i])), IDENTITY);
  return new Map(owners.map((owner) => [owner, sum(shares.get(owner))]));
}

function agree(points, owners, threshold) {
  const base = owners.slice(0, threshold);
  return owners.slice(threshold).every((other) => {
    const coefficients = lagrange(base.map((owner) => owner - other));
    const expected = base.reduce((sum, owner, i) => sum.add(new Multiples(points.get(owner)).times(coefficients[i])), IDENTITY);
    return expected.equals(points.get(other));
  });
}

/** The subsets of `number` of `values`, in the order of `values`. */
function* subsets(values, number, start = 0) {
  if (number === 0) {
    yield [];
    return;
  }
  for (let i = start; i <= values.length - number; i += 1) {
    for (const rest of subsets(values, number - 1, i + 1)) yield [values[i], ...rest];
  }
}

/**
 * Whose shares of a group's disagree with the others', by owner; none where all agree or none is extra. `shares` are
 * those of all trustees, their own proofs checked. null when too few agree to tell who is wrong.
 */
function findDisagreeing(item, shares) {
  const owners = ownersOf(item).filter((owner) => shares.has(owner));
  if (owners.length <= item.threshold) return [];
  const points = weighed(owners, shares);
  let tries = 0;
  for (let number = 0; number < owners.length - item.threshold; number += 1) {
    for (const wrong of subsets(owners, number)) {
      if ((tries += 1) > MOST_TRIES) return null;
      if (agree(points, owners.filter((owner) => !wrong.includes(owner)), item.threshold)) return wrong;
    }
  }
  return null;
}

function setApart(item, shares, wrong) {
  const disagreeing = findDisagreeing(item, shares);
  if (disagreeing === null) {
    const given = ownersOf(item).filter((owner) => shares.has(owner));
    throw new ProtocolError("shares-inconsistent", { found: given.join(", ") });
  }
  for (const owner of disagreeing) {
    shares.delete(owner);
    wrong.set(owner, new ProtocolError("share-disagrees", { found: owner }));
  }
}

/**
 * When no share is to come: moves those of a group that disagree from `shares` to `wrong`, which holds why, by owner. When
 * `counted`, or when some are wrong, throws unless the others open the tally: the first wrong one's refusal, or
 * `shares-missing`.
 */
export function settle(trustees, shares, wrong, { counted }) {
  for (const item of trustees.items.filter(({ kind }) => kind !== "Single")) setApart(item, shares, wrong);
  if (!counted && wrong.size === 0) return;
  try {
    checkEnoughShares(trustees, shares);
  } catch (error) {
    const [cause = error] = wrong.values();
    throw cause;
  }
}
