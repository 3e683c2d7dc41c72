import assert from "node:assert/strict";
import { test } from "node:test";

import { ORDERS, shuffle, sortProjects } from "../src/booth/order.js";

const random = (draw) => crypto.getRandomValues(draw);
const project = (number, title, cost, district) => ({ number, title, cost, district });
const PROJECTS = [
  project(3, "École verte", 300, "Nord"),
  project(1, "arbres", 300, "Sud"),
  project(10, "Zone calme", 100, ""),
  project(2, "Eau", 200, "Nord"),
];
const numbers = (order) => sortProjects(PROJECTS, order, "fr").map(({ number }) => number);

test("a shuffle keeps every project and changes nothing in place", () => {
  const before = [...PROJECTS];
  const drawn = shuffle(PROJECTS, random);
  assert.deepEqual(new Set(drawn), new Set(PROJECTS));
  assert.deepEqual(PROJECTS, before);
});

test("each project comes first about as often as the others", () => {
  const first = new Map();
  for (let i = 0; i < 4000; i += 1) {
    const [{ number }] = shuffle(PROJECTS, random);
    first.set(number, (first.get(number) ?? 0) + 1);
  }
  for (const { number } of PROJECTS) assert.ok(Math.abs(first.get(number) - 1000) < 200, `project ${number}`);
});

test("a draw that would favour the first projects is thrown away", () => {
  const draws = [2 ** 32 - 1, 2, 1, 0];
  assert.deepEqual(shuffle(["a", "b", "c"], (draw) => draw.set([draws.shift()])), ["a", "b", "c"]);
  assert.deepEqual(draws, [0]);
});

test("the order of the draw is kept until another is asked for", () => {
  assert.deepEqual(numbers("random"), [3, 1, 10, 2]);
});

test("projects are sorted by number, cost, name and district", () => {
  assert.deepEqual(numbers("number"), [1, 2, 3, 10]);
  assert.deepEqual(numbers("cost"), [10, 2, 1, 3]);
  assert.deepEqual(numbers("cost_down"), [1, 3, 2, 10]);
  assert.deepEqual(numbers("name"), [1, 2, 3, 10]);
  assert.deepEqual(numbers("district"), [10, 2, 3, 1]);
  assert.equal(ORDERS.length, 6);
});
