// Check 7: the encrypted tally is the ballots': their sum, or their list in its order (specification, 4.18).

import { readBallot } from "./ballot.js";
import { readCiphertext } from "./answers.js";
import { IDENTITY, writePoints } from "./curve.js";
import { checkShape, shapeOf } from "./election.js";
import { checkCanonical, count, list, members, parseJson, string, textOfBytes, writtenCount } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";
import { sha256Of } from "./source.js";

/** The little-endian bytes of two points as one text: the order of the reference, which the specification leaves out. */
function sortKey({ alpha, beta }) {
  const turned = (text) => text.match(/../g).reverse().join("");
  return turned(alpha) + turned(beta);
}

function sorted(row) {
  const keyed = row.map((text) => [sortKey(text), text]);
  return keyed.sort(([left], [right]) => (left < right ? -1 : Number(left > right))).map(([, text]) => text);
}

/** A running tally of checked ballots, which are not kept. */
export class TallySum {
  constructor({ election, weights }) {
    this.weights = weights;
    this.questions = election.questions;
    this.rows = shapeOf(election, 0).map((size) => Array.from({ length: size }, () => [IDENTITY, IDENTITY]));
    this.ballots = 0;
    this.weight = 0n;
  }

  /** Adds a ballot that passed check 5: its points are not looked at again. */
  add(bytes) {
    const { credential, answers } = readBallot(bytes, false);
    const weight = this.weights.get(credential);
    answers.forEach(({ choices }, i) => {
      if (this.questions[i].opened) this.rows[i].push(choices[0].text);
      else choices.forEach((choice, j) => this.addChoice(this.rows[i][j], choice, weight));
    });
    this.ballots += 1;
    this.weight += weight;
  }

  addChoice(sums, { alpha, beta }, weight) {
    const weighted = (multiples) => (weight === 1n ? multiples.point : multiples.times(weight));
    sums[0] = sums[0].add(weighted(alpha));
    sums[1] = sums[1].add(weighted(beta));
  }

  /** The texts of the ciphertexts, by question. */
  finish() {
    return this.rows.map((row, i) => {
      if (this.questions[i].opened) return sorted(row);
      const texts = writePoints(row.flat());
      return row.map((_, j) => ({ alpha: texts[2 * j], beta: texts[2 * j + 1] }));
    });
  }
}

function readSized(bytes) {
  return naming("tally-size-malformed", () => {
    const text = textOfBytes(bytes);
    const found = members(parseJson(text, 4096), ["num_tallied", "total_weight", "encrypted_tally"]);
    const name = string(found.encrypted_tally);
    const [weight, number] = [count(found.total_weight), count(found.num_tallied)];
    checkCanonical(text, { num_tallied: writtenCount(number), total_weight: writtenCount(weight), encrypted_tally: name });
    return { ballots: Number(number), weight, name };
  });
}

/** The published tally: `{ ballots, weight, rows, text }`, its form checked; a row holds ciphertexts. */
export function readTally([bytes, sizedBytes], election) {
  const { ballots, weight, name } = readSized(sizedBytes);
  if (name !== sha256Of(bytes)) throw new ProtocolError("tally-hash");
  return naming("tally-malformed", () => {
    const text = textOfBytes(bytes);
    const rows = list(parseJson(text)).map((row) => list(row).map((item) => readCiphertext(item)));
    checkCanonical(text, rows.map((row) => row.map((item) => item.text)));
    checkShape("tally-shape", shapeOf(election, ballots), rows);
    return { ballots, weight, rows, text };
  });
}

/** Throws ProtocolError unless the tally `found` is the one that `running` summed. */
export function checkTally(found, running) {
  const { ballots, weight } = running;
  if (found.ballots !== ballots) throw new ProtocolError("tally-count", { expected: ballots, found: found.ballots });
  if (found.weight !== weight) throw new ProtocolError("tally-weight", { expected: weight, found: found.weight });
  const expected = running.finish();
  if (JSON.stringify(expected) === found.text) return;
  const inOrder = found.rows.map((row, i) => {
    const texts = row.map((item) => item.text);
    return running.questions[i].opened ? sorted(texts) : texts;
  });
  throw new ProtocolError(JSON.stringify(inOrder) === JSON.stringify(expected) ? "tally-order" : "tally-sum");
}
