import assert from "node:assert/strict";
import { test } from "node:test";

import { readRules } from "../src/booth/ballot_rules.js";
import { parseElection } from "../src/protocol/election.js";
import { electionText } from "./elections.mjs";

const NAMES = ["1. Un verger", "2. Un préau", "3. Une rampe"];
const BALLOT = { kind: "approval", minimum: 1, maximum: 2, points: 0, points_each: 0, blank: true, sealing: "totals" };
const GRADES = ["À rejeter", "Passable", "Bien", "Très bien"];

function questionsOf(...questions) {
  return parseElection(electionText({ questions })).questions;
}

function summed(changes = {}) {
  return { answers: NAMES, blank: true, min: 1, max: 2, question: "Lesquels ?", ...changes };
}

function opened(width, values, changes = {}) {
  const extra = { code: "isoloir-fields-1", width, answers: NAMES, ...changes };
  const answers = Array.from({ length: values }, (_, i) => String(i + 1));
  return { type: "NonHomomorphic", value: { answers, question: "Lesquels ?" }, extra };
}

const POINTS = { ...BALLOT, kind: "points", points: 4, points_each: 2, maximum: 3 };
const SLOTS = NAMES.flatMap((name) => [`${name} (1)`, `${name} (2)`]);
const AGREEING = {
  approval: [BALLOT, [summed()]],
  single: [{ ...BALLOT, kind: "single", maximum: 1 }, [summed({ max: 1 })]],
  points: [POINTS, [summed({ answers: SLOTS, max: 4 })]],
  grades: [
    { ...BALLOT, kind: "grades", minimum: 0 },
    NAMES.map((name) => summed({ question: name, answers: GRADES, min: 1, max: 1 })),
  ],
  knapsack: [{ ...BALLOT, kind: "knapsack", sealing: "opened" }, [opened(1, 1)]],
  "opened points": [{ ...POINTS, sealing: "opened" }, [opened(4, 2)]],
  ranking: [{ ...BALLOT, kind: "ranking", sealing: "opened" }, [opened(4, 2)]],
  "opened grades": [{ ...BALLOT, kind: "grades", sealing: "opened" }, [opened(2, 1)]],
};

for (const [name, [ballot, questions]] of Object.entries(AGREEING)) {
  test(`rules that the election agrees with are taken: ${name}`, () => {
    const rules = readRules(ballot, questionsOf(...questions), NAMES);
    assert.equal(rules.kind, ballot.kind);
    assert.equal(rules.opened, ballot.sealing === "opened");
  });

  test(`projects that are not those of the election are refused: ${name}`, () => {
    for (const names of [[NAMES[1], NAMES[0], NAMES[2]], NAMES.slice(1), [...NAMES, "4. Un banc"]]) {
      assert.throws(() => readRules(ballot, questionsOf(...questions), names), { code: "ballot-list-answers" });
    }
  });
}

test("a list that names no rules is one of some projects, as the question says", () => {
  const rules = readRules(undefined, questionsOf(summed({ blank: false, min: 0, max: 3 })), NAMES);
  assert.deepEqual([rules.kind, rules.minimum, rules.maximum, rules.blank], ["approval", 0, 3, false]);
});

test("an election that asks something else than the list says is refused", () => {
  const wrong = [
    [BALLOT, [summed({ max: 3 })]],
    [BALLOT, [summed({ min: 0 })]],
    [BALLOT, [summed({ blank: false })]],
    [BALLOT, [summed(), summed()]],
    [BALLOT, [opened(1, 1)]],
    [{ ...BALLOT, sealing: "opened" }, [summed()]],
    [{ ...BALLOT, sealing: "opened" }, [opened(2, 1)]],
    [{ ...BALLOT, sealing: "opened" }, [opened(1, 2)]],
    [{ ...BALLOT, sealing: "opened" }, [opened(1, 1, { code: "another" })]],
    [{ ...BALLOT, sealing: "opened" }, [opened(1, 1, { more: 1 })]],
    [{ ...POINTS, points: 5 }, [summed({ answers: SLOTS, max: 4 })]],
    [{ ...POINTS, points_each: 3 }, [summed({ answers: SLOTS, max: 4 })]],
    [{ ...BALLOT, kind: "grades" }, NAMES.map((name) => summed({ question: name, min: 1, max: 1 }))],
    [{ ...BALLOT, kind: "grades" }, NAMES.map((name) => summed({ question: name, answers: GRADES, min: 0, max: 1 }))],
  ];
  for (const [ballot, questions] of wrong) {
    assert.throws(() => readRules(ballot, questionsOf(...questions), NAMES), { code: "ballot-list-answers" });
  }
});

test("rules without sense are refused", () => {
  const changes = [{ kind: "lottery" }, { kind: "toString" }, { minimum: "1" }, { maximum: -1 }, { points: 1.5 }];
  for (const change of [...changes, { blank: 1 }, { sealing: "some" }, { points_each: undefined }]) {
    assert.throws(() => readRules({ ...BALLOT, ...change }, questionsOf(summed()), NAMES), {
      code: "ballot-list-malformed",
    });
  }
});

const PLACES = ["Nord", "Sud", "Nord"].map((district) => ({ district }));
const APART = { ...BALLOT, per_district: true };
const NORTH = summed({ answers: [NAMES[0], NAMES[2]] });
const SOUTH = summed({ answers: [NAMES[1]], max: 1 });

test("limits of each district are taken when the election asks a question for each", () => {
  assert.deepEqual(readRules(APART, questionsOf(NORTH, SOUTH), NAMES, PLACES).groups, [[0, 2], [1]]);
  const sealed = { ...APART, sealing: "opened" };
  assert.deepEqual(readRules(sealed, questionsOf(opened(1, 1)), NAMES, PLACES).groups, [[0, 2], [1]]);
});

test("an election that asks otherwise than each district's limits is refused", () => {
  for (const questions of [[SOUTH, NORTH], [NORTH], [summed()], [NORTH, summed({ answers: [NAMES[1]], max: 1, min: 0 })]]) {
    assert.throws(() => readRules(APART, questionsOf(...questions), NAMES, PLACES), { code: "ballot-list-answers" });
  }
  for (const ballot of [{ ...BALLOT, per_district: "yes" }, { ...POINTS, per_district: true }]) {
    assert.throws(() => readRules(ballot, questionsOf(NORTH, SOUTH), NAMES, PLACES), { code: "ballot-list-malformed" });
  }
});
