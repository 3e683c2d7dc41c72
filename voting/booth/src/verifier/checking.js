// Ballots checked where this runs: in a worker, or in a test.

import { BallotChecker } from "./ballot.js";
import { readElection } from "./election.js";
import { ProtocolError } from "./refusal.js";

/** What gives for each of `contents` the credential, or `{ code, facts }` of the refusal. */
export function startChecking({ electionBytes, weights }) {
  const checker = new BallotChecker(readElection(electionBytes), weights);
  return (contents) =>
    contents.map((bytes) => {
      try {
        return checker.check(bytes);
      } catch (error) {
        if (error instanceof ProtocolError) return { code: error.code, facts: error.facts };
        throw error;
      }
    });
}

/** A pool of one: everything here, one group after the other. */
export class LocalPool {
  size = 1;

  async start(setup) {
    this.work = startChecking(setup);
  }

  async check(contents) {
    return this.work(contents);
  }
}
