import assert from "node:assert/strict";
import { test } from "node:test";

import {
  answersOf,
  choicesLeft,
  isComplete,
  NOTHING,
  toggleBlank,
  toggleProject,
  totalCost,
} from "../src/booth/selection.js";

const RULES = { minimum: 1, maximum: 2, blank: true };
const PROJECTS = [1, 2, 3].map((number) => ({ number, cost: number * 100 }));
const chosen = (...numbers) =>
  numbers.reduce((selection, number) => toggleProject(selection, number, RULES).chosen, NOTHING);

test("a project is chosen and taken away again", () => {
  const one = chosen(2);
  assert.deepEqual(one.numbers, [2]);
  assert.equal(choicesLeft(one, RULES), 1);
  assert.deepEqual(toggleProject(one, 2, RULES).chosen, NOTHING);
});

test("one choice too many changes nothing and says so", () => {
  const full = chosen(1, 2);
  assert.deepEqual(toggleProject(full, 3, RULES), { chosen: full, remark: "too_many" });
});

test("a blank vote sets choices aside and gives them back", () => {
  const blank = toggleBlank(chosen(1, 3));
  assert.equal(blank.remark, "set_aside");
  assert.deepEqual(answersOf(blank.chosen, PROJECTS, RULES), [[1, 0, 0, 0]]);
  assert.deepEqual(toggleBlank(blank.chosen), { chosen: chosen(1, 3), remark: "aside_back" });
});

test("a project chosen during a blank vote brings the others back", () => {
  const { chosen: blank } = toggleBlank(chosen(1));
  const { chosen: now, remark } = toggleProject(blank, 3, RULES);
  assert.equal(remark, "blank_removed");
  assert.deepEqual(now.numbers, [1, 3]);
  const { chosen: full } = toggleBlank(chosen(1, 2));
  assert.deepEqual(toggleProject(full, 3, RULES), { chosen: full, remark: "too_many" });
});

test("a selection is complete within the bounds, or blank where that is allowed", () => {
  assert.equal(isComplete(NOTHING, RULES), false);
  assert.equal(isComplete(NOTHING, { ...RULES, minimum: 0 }), true);
  assert.equal(isComplete(chosen(1, 2), RULES), true);
  assert.equal(isComplete(chosen(1), { ...RULES, minimum: 2 }), false);
  const { chosen: blank } = toggleBlank(NOTHING);
  assert.equal(isComplete(blank, RULES), true);
  assert.equal(isComplete(blank, { ...RULES, blank: false }), false);
});

test("what is sealed follows the order of the list, whatever the order of choosing", () => {
  assert.deepEqual(answersOf(chosen(3, 1), PROJECTS, RULES), [[0, 1, 0, 1]]);
  assert.deepEqual(answersOf(chosen(3, 1), PROJECTS, { ...RULES, blank: false }), [[1, 0, 1]]);
});

test("costs are summed in cents", () => {
  assert.equal(totalCost(chosen(1, 3), PROJECTS), 400);
});
