// Check 8: each shuffle permutes its input, re-encrypted (specification, 4.19 and table 5).

import { pippenger } from "@noble/curves/abstract/curve.js";

import { base64Unpadded, digest, hexOf } from "../protocol/hashing.js";
import { hashToScalar } from "../protocol/points.js";
import { GENERATOR, IDENTITY, Multiples, modulo, sum, timesGenerator, writePoints } from "./curve.js";
import { generators, secondaryGenerator } from "./generators.js";
import { ownerOf } from "./owned.js";
import { ProtocolError } from "./refusal.js";
import { readShuffle } from "./shuffle_form.js";

const Point = GENERATOR.constructor;
const FEW = 4;

/** The sum of each point times its scalar. */
function dot(points, scalars) {
  if (points.length > FEW) return pippenger(Point, points, scalars);
  return points.reduce((left, point, i) => left.add(new Multiples(point).times(scalars[i])), IDENTITY);
}

function times(point, scalar) {
  return new Multiples(point).times(scalar);
}

const pointsText = (points) => points.map(({ text }) => `${text},`).join("");
const rowText = (row) => row.map(({ text }) => `${text.alpha},${text.beta},`).join("");

/** GetNIZKPChallenges (table 12). */
function challenges(count, text) {
  const head = hexOf(digest(text));
  return Array.from({ length: count }, (_, i) => hashToScalar(head + hexOf(digest(String(i)))));
}

/** t̂ of step 21: of each link of the chain only two are multiplied at a time. */
function expectedChain({ chain, sChain, sPermutation }, minusC, onStep) {
  let previous = new Multiples(secondaryGenerator());
  return chain.map(({ point }, i) => {
    const link = new Multiples(point);
    const expected = sum([link.times(minusC), timesGenerator(sChain[i]), previous.times(sPermutation[i])]);
    previous = link;
    onStep();
    return expected;
  });
}

/** Steps 11 to 20: what t must be. */
function expectedFirst(key, proof, before, after, u, minusC) {
  const { s, sPermutation, permutation, chain } = proof;
  const [h, first] = [generators(before.length), secondaryGenerator()];
  const commitments = permutation.map(({ point }) => point);
  const column = (row, name) => row.map((item) => item[name].point);
  const product = u.reduce((left, right) => modulo(left * right), 1n);
  const last = chain.length > 0 ? chain.at(-1).point : first;
  const bar = sum(commitments).subtract(sum(h));
  const hat = last.subtract(times(first, product));
  const shown = (name) => times(dot(column(before, name), u), minusC).add(dot(column(after, name), sPermutation));
  return [
    times(bar, minusC).add(timesGenerator(s[0])),
    times(hat, minusC).add(timesGenerator(s[1])),
    sum([times(dot(commitments, u), minusC), timesGenerator(s[2]), dot(h, sPermutation)]),
    shown("beta").subtract(times(key, s[3])),
    shown("alpha").subtract(timesGenerator(s[3])),
  ];
}

function holds({ fingerprint, key, keyText }, proof, before, after, onStep) {
  const statement = rowText(before) + rowText(after) + pointsText(proof.permutation);
  const u = challenges(before.length, `shuffle-challenges|${fingerprint}|${statement}`);
  const shown = [...proof.t, ...proof.tChain];
  const c = hashToScalar(`shuffle-challenge|${fingerprint}|${pointsText(shown)}${statement}${pointsText(proof.chain)}${keyText}`);
  const minusC = modulo(-c);
  const expected = [...expectedFirst(key, proof, before, after, u, minusC), ...expectedChain(proof, minusC, onStep)];
  return writePoints(expected).every((text, i) => text === shown[i].text);
}

/** The shuffles of an archive, one after the other. `rows` is the tally as the next shuffle or share sees it. */
export class Shuffles {
  constructor({ election, trustees }, tally, onStep) {
    Object.assign(this, { election, trustees, rows: tally.rows, owners: [], ended: false, onStep });
  }

  /** The rows that are shuffled: none where only totals are asked. */
  get opened() {
    return this.rows.filter((_, i) => this.election.questions[i].opened);
  }

  get expected() {
    return this.opened.length > 0;
  }

  /** One shuffle; throws `shuffle-…`. */
  add(payloads) {
    if (!this.expected) throw new ProtocolError("shuffle-unexpected", { expected: "none", found: "Shuffle" });
    const owner = ownerOf(payloads, this.trustees, "shuffle-malformed", "shuffle-owner");
    if (this.owners.includes(owner)) throw new ProtocolError("shuffle-repeated", { found: owner });
    const before = this.opened;
    const { rows, proofs } = readShuffle(payloads[0], before);
    proofs.forEach((proof, i) => {
      if (!holds(this.election, proof, before[i], rows[i], this.onStep)) throw new ProtocolError("shuffle-proof");
    });
    const remaining = [...rows];
    this.rows = this.rows.map((row, i) => (this.election.questions[i].opened ? remaining.shift() : row));
    this.owners.push(owner);
  }

  end() {
    if (!this.expected) throw new ProtocolError("shuffle-unexpected", { expected: "none", found: "EndShuffles" });
    if (this.owners.length < 1) throw new ProtocolError("shuffle-too-few");
    this.ended = true;
  }

  /** The fingerprint of what is decrypted, as JSON; null as long as it is not all shuffled. */
  fingerprint() {
    if (this.expected && !this.ended) return null;
    return base64Unpadded(JSON.stringify(this.rows.map((row) => row.map(({ text }) => text))));
  }

  /** What is decrypted; throws `shuffle-missing`. */
  decrypted() {
    if (this.expected && !this.ended) throw new ProtocolError("shuffle-missing", { expected: "EndShuffles" });
    return this.rows;
  }
}
