// The trustees: single ones, and groups any so many of whom suffice (specification, 3.1.1, 4.5 and 4.7).

import { IDENTITY, sum, writePoint } from "./curve.js";
import {
  checkParameters, checkPossession, plainParameters, plainTrusteeKey, readParameters, readTrusteeKey,
} from "./exchange.js";
import { checkCanonical, list, members, parseJson, string, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";

function readItem(value) {
  if (list(value).length !== 2) throw new ProtocolError("trustee-malformed", { check: "json-array" });
  const kind = string(value[0]);
  if (kind === "Single") {
    members(value[1], ["pok", "public_key"]);
    return { kind, keys: [readTrusteeKey(value[1])], threshold: 1 };
  }
  if (kind !== "Pedersen") throw new ProtocolError("trustee-kind-unsupported", { found: kind.slice(0, 40) });
  const parameters = readParameters(value[1]);
  return { kind, keys: parameters.keys, threshold: parameters.threshold, parameters };
}

function plainItem({ kind, keys, parameters }) {
  return [kind, kind === "Single" ? plainTrusteeKey(keys[0]) : plainParameters(parameters)];
}

function readItems(bytes) {
  return naming("trustee-malformed", () => {
    const text = textOfBytes(bytes);
    const items = list(parseJson(text)).map(readItem);
    checkCanonical(text, items.map(plainItem));
    return items;
  });
}

function checkNotCancelling(joints) {
  const texts = new Set(joints.map(writePoint));
  const cancel = joints.some((point) => texts.has(writePoint(point.negate())));
  if (cancel || sum(joints).is0()) throw new ProtocolError("trustee-keys-cancel");
}

function checkEachPossession(keys) {
  keys.forEach((key, i) => {
    try {
      checkPossession(key);
    } catch (error) {
      if (error instanceof ProtocolError) throw new ProtocolError("trustee-possession", { found: i + 1 });
      throw error;
    }
  });
}

/**
 * The trustees in `bytes`, everything checked: `items` of `{ first, keys, threshold }`, `first` the number of the first
 * owner; `keys`, all of them in the order of their numbers from 1; `joint`, the key that they make.
 */
export function readTrustees(bytes) {
  const items = readItems(bytes);
  if (items.length === 0) throw new ProtocolError("trustee-none");
  const joints = items.map(({ kind, keys, parameters }) => (kind === "Single" ? keys[0].point : checkParameters(parameters)));
  const keys = items.flatMap((item) => item.keys);
  if (new Set(keys.map(({ text }) => text)).size !== keys.length) throw new ProtocolError("trustee-key-repeated");
  checkNotCancelling(joints);
  checkEachPossession(keys);
  let first = 1;
  for (const item of items) {
    item.first = first;
    first += item.keys.length;
  }
  return { items, keys, joint: joints.reduce((left, right) => left.add(right), IDENTITY) };
}
