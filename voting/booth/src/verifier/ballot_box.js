// Checks 5 and 6: every ballot checked, by several workers, and which of them count.

import { ProtocolError } from "./refusal.js";

const GROUP = 8;
const WAITING = 3; // groups a worker may have before it: bounded memory

/** Where the ballots are and whose; taken in their order, so that the first refused one is the one named. */
export class BallotBox {
  constructor() {
    this.seen = new Set();
    this.first = new Map();
    this.last = new Map();
    this.all = [];
  }

  take({ payload, height }, outcome) {
    const refuse = (error) => {
      throw Object.assign(error, { place: `event ${height}` });
    };
    if (this.seen.has(payload.name)) refuse(new ProtocolError("ballot-duplicate"));
    if (typeof outcome !== "string") refuse(new ProtocolError(outcome.code, outcome.facts));
    this.seen.add(payload.name);
    const place = this.all.push(payload) - 1;
    if (!this.first.has(outcome)) this.first.set(outcome, place);
    this.last.set(outcome, place);
  }

  /** The ballots at `places`, in the order of the archive. */
  at(places) {
    return [...places].sort((left, right) => left - right).map((place) => this.all[place]);
  }
}

/** Reads the `ballots` of `source`, has `pool` check them in groups, and puts them into a box. */
export async function checkBallots(source, ballots, pool, onDone) {
  const box = new BallotBox();
  const waiting = [];
  const takeFirst = async () => {
    const { group, outcomes } = waiting.shift();
    const found = await outcomes;
    group.forEach((ballot, i) => box.take(ballot, found[i]));
    onDone(group.length);
  };
  for (let start = 0; start < ballots.length; start += GROUP) {
    const group = ballots.slice(start, start + GROUP);
    const contents = [];
    for (const { payload } of group) contents.push((await source.readAgain(payload)).slice());
    const outcomes = pool.check(contents);
    outcomes.catch(() => {}); // told when its turn comes
    waiting.push({ group, outcomes });
    if (waiting.length >= pool.size * WAITING) await takeFirst();
  }
  while (waiting.length > 0) await takeFirst();
  return box;
}
