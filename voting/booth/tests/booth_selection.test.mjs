import assert from "node:assert/strict";
import { test } from "node:test";

import {
  answersOf,
  chosenProjects,
  countChosen,
  findFault,
  giveValue,
  NOTHING,
  pointsGiven,
  toggleBlank,
  totalCost,
} from "../src/booth/selection.js";

const APPROVAL = { kind: "approval", minimum: 1, maximum: 2, points: 0, pointsEach: 0, blank: true, opened: false, width: 1 };
const KNAPSACK = { ...APPROVAL, kind: "knapsack", maximum: 3, opened: true };
const POINTS = { ...APPROVAL, kind: "points", points: 4, pointsEach: 3, width: 4 };
const GRADES = { ...APPROVAL, kind: "grades", minimum: 0, width: 2 };
const RANKING = { ...APPROVAL, kind: "ranking", opened: true, width: 4 };
const SINGLE = { ...APPROVAL, kind: "single", maximum: 1 };
const PROJECTS = [1, 2, 3].map((number) => ({ number, cost: number * 100 }));
const LIST = { budget: 350, projects: PROJECTS };

function after(rules, ...given) {
  return given.reduce((chosen, [number, value]) => giveValue(chosen, number, value, LIST, rules).chosen, NOTHING);
}

const chosen = (...numbers) => after(APPROVAL, ...numbers.map((number) => [number, 1]));

test("a project is chosen and taken away again", () => {
  const one = chosen(2);
  assert.deepEqual(one.values, { 2: 1 });
  assert.deepEqual(giveValue(one, 2, 0, LIST, APPROVAL).chosen, NOTHING);
});

test("one choice too many changes nothing and says so", () => {
  const full = chosen(1, 2);
  assert.deepEqual(giveValue(full, 3, 1, LIST, APPROVAL), { chosen: full, remark: "too_many" });
});

test("a blank vote sets choices aside and gives them back", () => {
  const blank = toggleBlank(chosen(1, 3));
  assert.equal(blank.remark, "set_aside");
  assert.deepEqual(answersOf(blank.chosen, PROJECTS, APPROVAL), [[1, 0, 0, 0]]);
  assert.deepEqual(toggleBlank(blank.chosen), { chosen: chosen(1, 3), remark: "aside_back" });
  assert.deepEqual(toggleBlank(toggleBlank(NOTHING).chosen), { chosen: NOTHING, remark: null });
});

test("a project chosen during a blank vote brings the others back", () => {
  const { chosen: blank } = toggleBlank(chosen(1));
  const { chosen: now, remark } = giveValue(blank, 3, 1, LIST, APPROVAL);
  assert.equal(remark, "blank_removed");
  assert.deepEqual(now.values, { 1: 1, 3: 1 });
  const { chosen: full } = toggleBlank(chosen(1, 2));
  assert.deepEqual(giveValue(full, 3, 1, LIST, APPROVAL), { chosen: full, remark: "too_many" });
});

test("a selection is complete within the bounds, or blank where that is allowed", () => {
  assert.equal(findFault(NOTHING, APPROVAL), "too_few");
  assert.equal(findFault(NOTHING, { ...APPROVAL, minimum: 0 }), null);
  assert.equal(findFault(chosen(1, 2), APPROVAL), null);
  assert.equal(findFault(chosen(1), { ...APPROVAL, minimum: 2 }), "too_few");
  const { chosen: blank } = toggleBlank(NOTHING);
  assert.equal(findFault(blank, APPROVAL), null);
  assert.equal(findFault(blank, { ...APPROVAL, blank: false }), "too_few");
});

test("what is sealed follows the order of the list, whatever the order of choosing", () => {
  assert.deepEqual(answersOf(chosen(3, 1), PROJECTS, APPROVAL), [[0, 1, 0, 1]]);
  assert.deepEqual(answersOf(chosen(3, 1), PROJECTS, { ...APPROVAL, blank: false }), [[1, 0, 1]]);
});

test("costs are summed in cents", () => {
  assert.equal(totalCost(chosen(1, 3), PROJECTS), 400);
  assert.equal(totalCost(NOTHING, PROJECTS), 0);
});

test("a single choice takes the place of the one before", () => {
  const second = after(SINGLE, [1, 1], [2, 1]);
  assert.deepEqual(second.values, { 2: 1 });
  assert.deepEqual(answersOf(second, PROJECTS, SINGLE), [[0, 0, 1, 0]]);
});

test("choices whose costs go beyond the budget are refused where they must fit it", () => {
  const two = after(KNAPSACK, [1, 1], [2, 1]);
  assert.deepEqual(giveValue(two, 3, 1, LIST, KNAPSACK), { chosen: two, remark: "over_budget" });
  assert.deepEqual(answersOf(two, PROJECTS, KNAPSACK), [[0b00110000]]);
  assert.deepEqual(answersOf(toggleBlank(two).chosen, PROJECTS, KNAPSACK), [[128]]);
});

test("points are given up to their total, and taken back", () => {
  const given = after(POINTS, [1, 3], [2, 1]);
  assert.equal(pointsGiven(given), 4);
  assert.deepEqual(giveValue(given, 3, 1, LIST, POINTS), { chosen: given, remark: "too_many_points" });
  const less = giveValue(given, 1, 1, LIST, POINTS).chosen;
  assert.equal(pointsGiven(less), 2);
  assert.deepEqual(answersOf(given, PROJECTS, POINTS), [[0, 1, 1, 1, 1, 0, 0, 0, 0, 0]]);
  assert.deepEqual(answersOf(given, PROJECTS, { ...POINTS, opened: true }), [[0b00001100, 0b01000000]]);
  assert.equal(findFault(NOTHING, POINTS), "no_points");
  assert.equal(findFault(NOTHING, { ...POINTS, minimum: 0 }), null);
});

test("every project has a grade, the worst where none was given", () => {
  const given = after(GRADES, [1, 3], [3, 1]);
  assert.equal(findFault(NOTHING, GRADES), null);
  assert.deepEqual(answersOf(given, PROJECTS, GRADES), [
    [0, 0, 0, 0, 1],
    [0, 1, 0, 0, 0],
    [0, 0, 1, 0, 0],
  ]);
  assert.deepEqual(answersOf(toggleBlank(given).chosen, PROJECTS, GRADES)[0], [1, 0, 0, 0, 0]);
  assert.deepEqual(answersOf(given, PROJECTS, { ...GRADES, opened: true }), [[0b00110001]]);
});

test("a rank has one project, and none is left out", () => {
  const ranked = after(RANKING, [1, 1], [2, 2]);
  assert.deepEqual(chosenProjects(after(RANKING, [1, 2], [2, 1]), PROJECTS, RANKING).map(({ number }) => number), [2, 1]);
  assert.deepEqual(giveValue(ranked, 3, 1, LIST, RANKING).chosen.values, { 2: 2, 3: 1 });
  assert.equal(findFault(ranked, RANKING), null);
  assert.equal(findFault(after(RANKING, [1, 2]), RANKING), "rank_gap");
  assert.equal(findFault(NOTHING, RANKING), "too_few");
  assert.deepEqual(answersOf(ranked, PROJECTS, RANKING), [[0b00000100, 0b10000000]]);
  assert.equal(countChosen(ranked), 2);
});

const APART = { ...APPROVAL, maximum: 1, groups: [[0, 2], [1]] };

test("choices are limited in each district, and sealed for its question", () => {
  const one = after(APART, [1, 1]);
  assert.deepEqual(giveValue(one, 3, 1, LIST, APART), { chosen: one, remark: "too_many_here" });
  assert.equal(findFault(one, APART, PROJECTS), "too_few_here");
  const both = after(APART, [3, 1], [2, 1]);
  assert.equal(findFault(both, APART, PROJECTS), null);
  assert.deepEqual(answersOf(both, PROJECTS, APART), [[0, 0, 1], [0, 1]]);
  assert.deepEqual(answersOf(toggleBlank(both).chosen, PROJECTS, APART), [[1, 0, 0], [1, 0]]);
});

test("a district with fewer projects than choices asks for no more than it has", () => {
  const two = { ...APART, minimum: 2, maximum: 2 };
  assert.equal(findFault(after(two, [1, 1], [3, 1], [2, 1]), two, PROJECTS), null);
  assert.equal(findFault(after(two, [1, 1], [2, 1]), two, PROJECTS), "too_few_here");
});
