// Checks 10 and 11: the result is what the shares open, and each opened vote is written in the one way (4.21, 5.2.1).

import { encodeValues } from "../protocol/encoding.js";
import { timesGenerator, writePoint } from "./curve.js";
import { checkShape, shapeOf } from "./election.js";
import { checkCanonical, count, list, members, parseJson, textOfBytes, writtenCount } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";

const PADDING = 14n;
const BITS = 8n;

function readVote(value, size) {
  const vote = list(value).map(count);
  if (vote.length !== size || vote.some((number) => number > 255n)) throw new ProtocolError("result-shape");
  return vote.map(Number);
}

/** The result in `bytes` of `ballots`: totals as BigInts, or opened votes as lists of numbers, by question. */
export function readResult(bytes, election, ballots) {
  return naming("result-malformed", () => {
    const text = textOfBytes(bytes);
    const rows = list(members(parseJson(text), ["result"]).result).map((row) => list(row));
    checkShape("result-shape", shapeOf(election, ballots), rows);
    const result = rows.map((row, i) => {
      const { opened, answers } = election.questions[i];
      return row.map((value) => (opened ? readVote(value, answers.length) : count(value)));
    });
    const written = (value) => (typeof value === "bigint" ? writtenCount(value) : value);
    checkCanonical(text, { result: result.map((row) => row.map(written)) });
    return result;
  });
}

function numberOf(point) {
  return BigInt(`0x${writePoint(point)}`);
}

/** to_ints: the last `size` values that `point` stands for. */
function decode(point, size) {
  const number = numberOf(point) >> PADDING;
  return Array.from({ length: size }, (_, i) => Number((number >> (BigInt(size - 1 - i) * BITS)) & 255n));
}

/** Whether `point` is the very one that its values are encoded as. */
function isCanonical(point, values) {
  if (numberOf(point) >> (PADDING + BITS * BigInt(values.length)) > 0n) return false;
  return encodeValues(values).equals(point);
}

/** Throws `result-value` or `result-out-of-bounds`; gives the places, from 1, of opened votes that are not canonical. */
export function checkResult(result, election, rows, factors, weight) {
  const [marked, remaining] = [[], factors.values()];
  rows.forEach((row, i) => {
    row.forEach(({ beta }, j) => {
      const [value, point] = [result[i][j], beta.point.subtract(remaining.next().value)];
      if (election.questions[i].opened) {
        const values = decode(point, value.length);
        if (values.join() !== value.join()) throw new ProtocolError("result-value");
        if (!isCanonical(point, values)) marked.push(`${i + 1}.${j + 1}`);
      } else {
        if (value > weight) throw new ProtocolError("result-out-of-bounds");
        if (!point.equals(timesGenerator(value))) throw new ProtocolError("result-value");
      }
    });
  });
  return marked;
}
