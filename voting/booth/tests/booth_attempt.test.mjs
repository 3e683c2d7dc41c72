import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { SLOW_AFTER, startAttempt } from "../src/booth/attempt.js";
import { RefusedError, UnreachableError } from "../src/booth/server.js";

function controlled() {
  const states = [];
  let settle;
  const request = (signal) => new Promise((resolve, reject) => (settle = { resolve, reject, signal }));
  const start = (previous) => startAttempt(request, (state) => states.push(state), previous);
  return { states, start, settle: () => settle };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const phases = (states) => states.map(({ phase }) => phase);

test("an answer ends an attempt", async () => {
  const { states, start, settle } = controlled();
  start();
  settle().resolve({ tracker: "t" });
  await turn();
  assert.deepEqual(states, [{ phase: "busy" }, { phase: "done", answer: { tracker: "t" } }]);
});

test("a refusal and a lost answer are told apart", async () => {
  const refusal = new RefusedError(409, { code: "vote-closed" });
  for (const [error, phase] of [[refusal, "refused"], [new UnreachableError(), "lost"], [new TypeError(), "lost"]]) {
    const { states, start, settle } = controlled();
    start();
    settle().reject(error);
    await turn();
    assert.deepEqual(phases(states), ["busy", phase]);
  }
});

test("a slow attempt says so and still takes its answer", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { states, start, settle } = controlled();
  start();
  mock.timers.tick(SLOW_AFTER - 1);
  assert.deepEqual(phases(states), ["busy"]);
  mock.timers.tick(1);
  settle().resolve({});
  await turn();
  assert.deepEqual(phases(states), ["busy", "slow", "done"]);
});

test("an attempt that another follows is stopped and says nothing more", async () => {
  const { states, start, settle } = controlled();
  const first = start();
  const old = settle();
  start(first);
  assert.equal(old.signal.aborted, true);
  old.resolve({ tracker: "old" });
  settle().resolve({ tracker: "new" });
  await turn();
  assert.deepEqual(states.at(-1), { phase: "done", answer: { tracker: "new" } });
  assert.deepEqual(phases(states), ["busy", "busy", "done"]);
});
