// The list of public credentials, each with its weight (specification, 4.8).

import { readKey } from "./curve.js";
import { checkCanonical, list, parseJson, string, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";

const WEIGHT = /^(?:0|[1-9][0-9]{0,18})$/;
const MOST = 2n ** 62n;

function readEntry(entry) {
  const comma = entry.indexOf(",");
  const point = comma < 0 ? entry : entry.slice(0, comma);
  naming("credential-malformed", () => readKey(point));
  if (comma < 0) return [point, 1n];
  const weight = entry.slice(comma + 1);
  if (!WEIGHT.test(weight) || BigInt(weight) > MOST) throw new ProtocolError("credential-weight");
  return [point, BigInt(weight)];
}

/** The weights of the credentials in `bytes`, a Map from their texts in the order of the list. */
export function readCredentials(bytes) {
  const text = textOfBytes(bytes);
  const entries = list(parseJson(text)).map(string);
  checkCanonical(text, entries);
  const weights = new Map();
  for (const entry of entries) {
    const [point, weight] = readEntry(entry);
    if (weights.has(point)) throw new ProtocolError("credential-duplicate");
    weights.set(point, weight);
  }
  return weights;
}
