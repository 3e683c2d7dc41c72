// A verifiable shuffle: ciphertexts re-encrypted and permuted, with a proof (specification, 4.19 and section 6).

import { ProtocolError } from "./errors.js";
import { generators, secondaryGenerator } from "./generators.js";
import { digest, hexOf } from "./hashing.js";
import {
  hashToScalar, IDENTITY, modulo, multiply, multiplyGenerator, parsePoint, prepare, randomScalar, systemRandom, textOf,
} from "./points.js";

const STEPS = 3; // of the progress, for each ballot: re-encryption, chain, commitments

function parseRow(row) {
  return row.map(({ alpha, beta }) => ({ alpha: parsePoint(alpha), beta: parsePoint(beta) }));
}

/** The rows of the questions that are opened, in a tally written as `raw`; throws `tally-malformed`. */
export function openedRows(election, raw) {
  try {
    const rows = JSON.parse(raw);
    if (rows.length !== election.questions.length) throw new ProtocolError("tally-shape");
    return rows.filter((_, i) => election.questions[i].opened).map(parseRow);
  } catch {
    throw new ProtocolError("tally-malformed");
  }
}

function written(row) {
  return row.map(({ alpha, beta }) => ({ alpha: textOf(alpha), beta: textOf(beta) }));
}

function rowText(row) {
  return row.map(({ alpha, beta }) => `${alpha},${beta},`).join("");
}

function pointsText(texts) {
  return texts.map((text) => `${text},`).join("");
}

/** GetNIZKPChallenges: `count` scalars from a text (table 12). */
export function challenges(count, text) {
  const head = hexOf(digest(text));
  return Array.from({ length: count }, (_, index) => hashToScalar(head + hexOf(digest(String(index)))));
}

/** A whole number below `limit`, none likelier than another by more than 2^-200. */
function below(limit, random) {
  return Number(randomScalar(random) % BigInt(limit));
}

/** GenPermutation, from 0: output i is input order[i] (table 2). */
function permutation(count, random) {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count; i += 1) {
    const other = i + below(count - i, random);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

function scalars(count, random) {
  return Array.from({ length: count }, () => randomScalar(random));
}

function dot(points, numbers, onStep) {
  return points.reduce((sum, point, i) => {
    onStep();
    return sum.add(multiply(point, numbers[i]));
  }, IDENTITY);
}

function sumOf(left, right) {
  return modulo(left.reduce((sum, value, i) => sum + value * right[i], 0n));
}

/** The randomness of the chain's end (steps 18 to 20 of table 4). */
function chainedSum(randomness, u) {
  let value = 0n;
  let product = 1n;
  for (let i = u.length - 1; i >= 0; i -= 1) {
    value = modulo(value + randomness[i] * product);
    product = modulo(product * u[i]);
  }
  return value;
}

/** Table 10: the commitment of the input at order[i] hides the generator i. */
function commitToPermutation(h, order, random) {
  const randomness = scalars(order.length, random);
  const commitments = new Array(order.length);
  order.forEach((place, i) => {
    commitments[place] = multiplyGenerator(randomness[place]).add(h[i]);
  });
  return { commitments, randomness };
}

/** Table 13. */
function commitToChain(u, random, onStep) {
  const randomness = scalars(u.length, random);
  const points = [];
  let last = secondaryGenerator();
  u.forEach((value, i) => {
    last = multiplyGenerator(randomness[i]).add(multiply(last, value));
    points.push(last);
    onStep();
  });
  return { points, randomness };
}

/** GenShuffle (tables 1 to 3). */
function mix(key, row, random, onStep) {
  const randomness = scalars(row.length, random);
  const again = row.map(({ alpha, beta }, i) => {
    onStep();
    return { alpha: alpha.add(multiplyGenerator(randomness[i])), beta: beta.add(multiply(key, randomness[i])) };
  });
  const order = permutation(row.length, random);
  return { after: order.map((place) => again[place]), order, randomness };
}

/** Steps 10 to 13 of table 4. */
function commit(key, h, after, chain, omega, onStep) {
  const { first, hat, prime } = omega;
  const nothing = () => {};
  const t = [
    multiplyGenerator(first[0]),
    multiplyGenerator(first[1]),
    multiplyGenerator(first[2]).add(dot(h, prime, nothing)),
    dot(after.map(({ beta }) => beta), prime, nothing).subtract(multiply(key, first[3])),
    dot(after.map(({ alpha }) => alpha), prime, onStep).subtract(multiplyGenerator(first[3])),
  ];
  const before = [secondaryGenerator(), ...chain].slice(0, chain.length);
  const links = before.map((point, i) => multiplyGenerator(hat[i]).add(multiply(point, prime[i])));
  return { t: t.map(textOf), links: links.map(textOf) };
}

/** GenShuffleProof (table 4) of one row. */
function prove(election, key, before, mixed, random, onStep) {
  const count = before.length;
  const h = generators(count);
  const after = written(mixed.after);
  const hidden = commitToPermutation(h, mixed.order, random);
  const permuted = hidden.commitments.map(textOf);
  const statement = rowText(written(before)) + rowText(after) + pointsText(permuted);
  const u = challenges(count, `shuffle-challenges|${election.fingerprint}|${statement}`);
  const moved = mixed.order.map((place) => u[place]);
  const chain = commitToChain(moved, random, onStep);
  const omega = { first: scalars(4, random), hat: scalars(count, random), prime: scalars(count, random) };
  const { t, links } = commit(key, h, mixed.after, chain.points, omega, onStep);
  const chained = chain.points.map(textOf);
  const shown = pointsText([...t, ...links]) + statement + pointsText(chained);
  const c = hashToScalar(`shuffle-challenge|${election.fingerprint}|${shown}${election.publicKey}`);
  const sums = [
    modulo(hidden.randomness.reduce((sum, value) => sum + value, 0n)),
    chainedSum(chain.randomness, moved),
    sumOf(hidden.randomness, u),
    sumOf(mixed.randomness, u),
  ];
  const respond = (nonce, value) => modulo(nonce + c * value).toString();
  const responses = [
    ...sums.map((value, i) => respond(omega.first[i], value)),
    chain.randomness.map((value, i) => respond(omega.hat[i], value)),
    moved.map((value, i) => respond(omega.prime[i], value)),
  ];
  return [[t[0], t[1], t[2], [t[3], t[4]], links], responses, permuted, chained];
}

/**
 * A shuffle of the ballots to be opened in the tally `raw`, as JSON text with its proofs.
 *
 * `election` comes from parseElection. `onProgress(done, total)` is called as ballots are worked on. Throws
 * `tally-malformed`.
 */
export function shuffleTally(election, raw, { random = systemRandom, onProgress = () => {} } = {}) {
  const rows = openedRows(election, raw);
  const key = prepare(parsePoint(election.publicKey));
  const total = STEPS * rows.flat().length;
  let done = 0;
  const onStep = () => onProgress(++done, total);
  const shuffled = rows.map((row) => {
    const mixed = mix(key, row, random, onStep);
    return { ciphertexts: written(mixed.after), proof: prove(election, key, row, mixed, random, onStep) };
  });
  return JSON.stringify({
    ciphertexts: shuffled.map(({ ciphertexts }) => ciphertexts),
    proofs: shuffled.map(({ proof }) => proof),
  });
}
