// The numbered report: one line a check, the first that failed named; the same as of `python -m voting verify`.

export const CHECKS = [
  "container", "chain", "order", "setup", "ballots", "effective-ballots", "encrypted-tally", "shuffles", "shares", "result",
  "opened-votes", "earlier-copy",
];

/** Collects the lines while the checks go on. */
export class Ledger {
  lines = new Map();

  note(name, status, { code = name, expected = "", found = "" } = {}) {
    const number = CHECKS.indexOf(name) + 1;
    this.lines.set(name, { number, name, code, status, expected: String(expected), found: String(found) });
  }

  fail(name, { code, facts }, place = "") {
    const found = [place, facts.found ?? facts.check ?? ""].filter((part) => part !== "").join(" ");
    this.note(name, "failed", { code, expected: facts.expected ?? "", found });
  }

  /** The report: `valid`, `failure` (a code or null), the twelve `checks`, and `facts`. */
  finish(facts) {
    const blank = (name, i) => ({ number: i + 1, name, code: name, status: "not-reached", expected: "", found: "" });
    const checks = CHECKS.map((name, i) => this.lines.get(name) ?? blank(name, i));
    const failure = checks.find(({ status }) => status === "failed") ?? null;
    return { valid: failure === null, failure: failure?.code ?? null, checks, facts };
  }
}
