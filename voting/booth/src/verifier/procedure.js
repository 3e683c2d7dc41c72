// The twelve checks in their order, on a file that is read in slices and never held whole.

import { settle } from "./agreement.js";
import { checkBallots } from "./ballot_box.js";
import { LocalPool } from "./checking.js";
import { checkEarlierCopy } from "./comparison.js";
import { ProtocolError } from "./refusal.js";
import { checkResult, readResult } from "./result.js";
import { checkSetup } from "./setup.js";
import { checkShare, combineFactors } from "./shares.js";
import { Shuffles } from "./shuffles.js";
import { Source } from "./source.js";
import { Stopped, Structure } from "./structure.js";
import { TallySum, checkTally, readTally } from "./tally.js";

class Procedure extends Structure {
  async contents(event) {
    const contents = [];
    for (const payload of event.payloads) contents.push((await this.source.readAgain(payload)).slice());
    return contents;
  }

  async setup(event) {
    const payloads = await this.contents(event);
    this.state = await this.checking("setup", () => checkSetup(payloads));
    const { election, trustees, weights, fingerprints, warnings } = this.state;
    this.passed("setup", { found: `${trustees.keys.length} + ${weights.size}` });
    Object.assign(this.facts, {
      uuid: election.uuid, name: election.name, fingerprints, warnings, questions: election.questions,
      voters: weights.size, trustees: trustees.keys.length,
    });
    await this.pool.start({ electionBytes: payloads[0], weights });
  }

  async ballots(events) {
    const ballots = events.filter(({ type }) => type === "Ballot").map(({ payloads: [payload], height }) => ({ payload, height }));
    let done = 0;
    const onDone = (number) => this.progress("ballots", (done += number), ballots.length);
    this.box = await this.checking("ballots", () => checkBallots(this.source, ballots, this.pool, onDone));
    this.facts.ballots = ballots.length;
    this.facts.effective = this.box.last.size;
    this.passed("ballots", { found: ballots.length });
  }

  async sum(places) {
    const running = new TallySum(this.state);
    for (const payload of this.box.at(places)) {
      running.add(await this.source.readAgain(payload));
      this.progress("tally", running.ballots, this.box.last.size);
    }
    return running;
  }

  /** Whether the tally is that of other ballots of the same voters: their first, or all. */
  async countsOthers(found) {
    const { first, last, all } = this.box;
    if (all.length === last.size) return false;
    for (const places of [first.values(), all.keys()]) {
      if (JSON.stringify((await this.sum(places)).finish()) === found.text) return true;
    }
    return false;
  }

  async tally(event) {
    const payloads = await this.contents(event);
    const effective = this.box.last.size;
    this.counted = await this.checking("encrypted-tally", async () => {
      let found = null;
      try {
        found = readTally(payloads, this.state.election);
        checkTally(found, await this.sum(this.box.last.values()));
        return found;
      } catch (error) {
        if (found !== null && error instanceof ProtocolError && (await this.countsOthers(found))) {
          const others = new ProtocolError("effective-ballots", { expected: effective, found: found.ballots });
          await this.checking("effective-ballots", () => Promise.reject(others));
        }
        if (error instanceof ProtocolError) this.passed("effective-ballots", { found: effective });
        throw error;
      }
    });
    this.passed("effective-ballots", { expected: effective, found: this.counted.ballots });
    this.passed("encrypted-tally", { found: this.counted.weight });
    const onStep = () => this.progress("shuffles", (this.steps += 1), this.toOpen());
    this.shuffles = new Shuffles(this.state, this.counted, onStep);
  }

  /** Number of votes that are shuffled and opened. */
  toOpen() {
    return this.shuffles.opened.reduce((sum, { length }) => sum + length, 0);
  }

  async shuffle(event) {
    const payloads = await this.contents(event);
    this.steps = 0;
    const work = () => (event.type === "Shuffle" ? this.shuffles.add(payloads) : this.shuffles.end());
    await this.checking("shuffles", work, `event ${event.height}`);
    this.passed("shuffles", { found: this.shuffles.owners.join(", ") });
  }

  async share(event) {
    const payloads = await this.contents(event);
    const rows = await this.checking("shuffles", () => this.shuffles.decrypted());
    const total = rows.reduce((sum, { length }) => sum + length, 0);
    let done = 0;
    const onStep = () => this.progress("shares", (done += 1), total);
    const taken = [...this.shares.keys(), ...this.wrong.keys()];
    const work = () => checkShare(payloads, this.state, rows, taken, onStep);
    const { owner, factors } = await this.checking("shares", work, `event ${event.height}`);
    if (factors === null) this.wrong.set(owner, new ProtocolError("share-proof", { found: `event ${event.height}` }));
    else this.shares.set(owner, factors);
    this.passed("shares", { expected: this.state.trustees.keys.length, found: this.shares.size });
  }

  async result(event) {
    const [bytes] = await this.contents(event);
    const { election, trustees } = this.state;
    const rows = await this.checking("shuffles", () => this.shuffles.decrypted());
    await this.settleShares({ counted: true });
    await this.checking("result", () => {
      const result = readResult(bytes, election, this.counted.ballots);
      this.marked = checkResult(result, election, rows, combineFactors(trustees, this.shares), this.counted.weight);
      this.facts.result = result.map((row) => row.map((value) => (typeof value === "bigint" ? value.toString() : value)));
    });
    this.passed("result", { found: this.shown() });
    this.opened();
  }

  /** When no share is to come: a wrong one among enough good ones of a group blocks nothing, it is named in a warning. */
  async settleShares({ counted }) {
    const { trustees } = this.state;
    await this.checking("shares", () => settle(trustees, this.shares, this.wrong, { counted }));
    if (this.wrong.size === 0) return;
    this.facts.warnings.push("share-of-group-invalid");
    const invalid = [...this.wrong.keys()].sort((a, b) => a - b).join(", ");
    this.passed("shares", { expected: trustees.keys.length, found: `${this.shares.size}, invalid ${invalid}` });
  }

  shown() {
    const row = (values, i) => (this.state.election.questions[i].opened ? `${values.length} votes` : values.join(", "));
    return `[${this.facts.result.map((values, i) => `[${row(values, i)}]`).join(", ")}]`;
  }

  /** Check 11: a vote that is not canonical is told and stops no count: a voter could stop it with one. */
  opened() {
    const expected = this.toOpen();
    if (expected === 0) return;
    if (this.marked.length > 0) this.facts.warnings.push("votes-not-canonical");
    this.passed("opened-votes", { expected, found: [expected - this.marked.length, this.marked.join(", ")].join(" ").trim() });
  }

  totalsOnly() {
    if (this.state.election.questions.some(({ opened }) => opened)) return;
    for (const name of ["shuffles", "opened-votes"]) this.ledger.note(name, "not-applicable");
  }

  /** Checks 4 to 11. */
  async rest(events) {
    await this.setup(events[0]);
    await this.ballots(events);
    const steps = {
      EncryptedTally: "tally", Shuffle: "shuffle", EndShuffles: "shuffle", PartialDecryption: "share", Result: "result",
    };
    for (const event of events) if (event.type in steps) await this[steps[event.type]](event);
    if (this.facts.result === undefined) await this.settleShares({ counted: false });
    this.facts.toDecrypt = this.shuffles?.fingerprint() ?? null;
    this.totalsOnly();
  }

  async comparison(earlier) {
    if (earlier === null) {
      this.ledger.note("earlier-copy", "not-applicable");
      return;
    }
    const size = await this.checking("earlier-copy", () => checkEarlierCopy(this.source, new Source(earlier)));
    this.passed("earlier-copy", { found: `${size} B` });
  }
}

/**
 * The report on the archive in `blob`; one whose vote is still open is valid so far. `earlier` is an earlier copy,
 * `pool` checks ballots, `progress(phase, done, total)` is told how far the work is.
 */
export async function verify(blob, { earlier = null, pool = new LocalPool(), progress = () => {} } = {}) {
  const procedure = new Procedure(new Source(blob), pool, progress);
  try {
    await procedure.rest(await procedure.structure());
    await procedure.comparison(earlier);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return procedure.ledger.finish(procedure.facts);
}
