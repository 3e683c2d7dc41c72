import assert from "node:assert/strict";
import { test } from "node:test";

import { sealBallot, trackerOf } from "../src/protocol/ballot.js";
import { multiply, multiplyGenerator, parsePoint, textOf } from "../src/protocol/points.js";
import { CODE, election, electionText, question, replayed } from "./elections.mjs";
import { parseElection } from "../src/protocol/election.js";

const LAWFUL = [[[0, 1, 0, 0]], [[0, 1, 0, 1]], [[1, 0, 0, 0]]];

test("the randomness opens every ciphertext of the ballot to the choices", () => {
  const sealing = election();
  const key = parsePoint(sealing.publicKey);
  for (const choices of LAWFUL) {
    const { raw, randomness } = sealBallot(sealing, CODE, choices);
    JSON.parse(raw).answers.forEach((answer, q) =>
      answer.choices.forEach(({ alpha, beta }, i) => {
        const scalar = BigInt(randomness[q][i]);
        assert.equal(textOf(multiplyGenerator(scalar)), alpha);
        assert.equal(textOf(multiply(key, scalar).add(multiplyGenerator(BigInt(choices[q][i])))), beta);
      }),
    );
  }
});

test("a ballot has the members of the specification in their order, and as many proofs as there are values", () => {
  const { raw, tracker } = sealBallot(election(), CODE, LAWFUL[0]);
  const ballot = JSON.parse(raw);
  assert.deepEqual(Object.keys(ballot), ["election_uuid", "election_hash", "credential", "answers", "signature"]);
  const [answer] = ballot.answers;
  assert.deepEqual(Object.keys(answer), ["choices", "individual_proofs", "overall_proof", "blank_proof"]);
  assert.deepEqual(answer.individual_proofs.map((proofs) => proofs.length), [2, 2, 2, 2]);
  assert.deepEqual([answer.overall_proof.length, answer.blank_proof.length], [3, 2]);
  assert.equal(tracker, trackerOf(raw));
  assert.match(tracker, /^[A-Za-z0-9+/]{43}$/);
});

test("without blank there is no blank proof", () => {
  const sealing = election(question({ blank: false, min: 0, max: 3 }));
  const [answer] = JSON.parse(sealBallot(sealing, CODE, [[0, 0, 0]]).raw).answers;
  assert.deepEqual(Object.keys(answer), ["choices", "individual_proofs", "overall_proof"]);
  assert.equal(answer.overall_proof.length, 4);
});

test("the same choices sealed twice have nothing in common but the credential and the election", () => {
  const sealing = election();
  const [one, two] = [0, 1].map(() => JSON.parse(sealBallot(sealing, CODE, LAWFUL[0]).raw));
  assert.equal(one.credential, two.credential);
  const values = (ballot) => new Set(JSON.stringify(ballot.answers).match(/[0-9a-f]{64}|[0-9]{60,}/g));
  const [left, right] = [one, two].map(values);
  assert.ok(left.size > 20);
  assert.ok([...left].every((value) => !right.has(value)));
});

test("with the same random bytes the ballot is the same, byte for byte", () => {
  const sealing = election();
  const [one, two] = [0, 1].map(() => sealBallot(sealing, CODE, LAWFUL[1], { random: replayed(7) }).raw);
  assert.equal(one, two);
});

test("nothing of the code is in the ballot", () => {
  const { raw } = sealBallot(election(), CODE, LAWFUL[0]);
  for (const part of CODE.split("-")) assert.ok(!raw.includes(part));
});

const UNLAWFUL = {
  "too many": [[0, 1, 1, 1]],
  "too few": [[0, 0, 0, 0]],
  "a blank vote with a choice": [[1, 1, 0, 0]],
  "a weight of two": [[0, 2, 0, 0]],
  "a negative value": [[0, -1, 1, 1]],
  "true in the place of 1": [[0, true, 0, 0]],
  "a value missing": [[0, 1, 0]],
  "a value too many": [[0, 1, 0, 0, 0]],
  "an answer missing": [],
  "an answer too many": [[0, 1, 0, 0], [0, 1, 0, 0]],
  "nothing": null,
};

for (const [what, choices] of Object.entries(UNLAWFUL)) {
  test(`${what} cannot be sealed`, () => {
    assert.throws(() => sealBallot(election(), CODE, choices), { name: "ProtocolError", code: "choices-invalid" });
  });
}

test("a code of another form and a key outside the group are refused", () => {
  assert.throws(() => sealBallot(election(), "xyWPa", LAWFUL[0]), { code: "code-malformed" });
  for (const key of ["0".repeat(64), `${"0".repeat(63)}1`, `${"0".repeat(63)}2`]) {
    const sealing = parseElection(electionText({ public_key: key }));
    assert.throws(() => sealBallot(sealing, CODE, LAWFUL[0]), { code: "election-public-key" });
  }
});

test("progress goes from the first proof to the last", () => {
  const steps = [];
  sealBallot(election(), CODE, LAWFUL[0], { onProgress: (done, total) => steps.push([done, total]) });
  assert.deepEqual(steps, [[1, 5], [2, 5], [3, 5], [4, 5], [5, 5]]);
});
