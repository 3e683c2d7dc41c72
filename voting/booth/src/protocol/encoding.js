// Numbers from 0 to 255 as a point of the group, for questions whose ballots are opened (specification, 5.2.1).

import { ProtocolError } from "./errors.js";
import { parsePoint } from "./points.js";

const PADDING = 14n;
const BITS = 8n;
const MOST = 30;

/** The point that stands for `values`; throws `values-not-encodable`. */
export function encodeValues(values) {
  const sound = values.length <= MOST && values.every((value) => Number.isInteger(value) && value >= 0 && value < 256);
  if (!sound) throw new ProtocolError("values-not-encodable");
  const number = values.reduce((left, value) => (left << BITS) | BigInt(value), 0n) << PADDING;
  for (let padding = 0n; padding < 1n << PADDING; padding += 1n) {
    try {
      return parsePoint((number | padding).toString(16).padStart(64, "0"));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
  }
  throw new ProtocolError("values-not-encodable");
}
