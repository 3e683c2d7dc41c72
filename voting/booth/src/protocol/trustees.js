// The trustees of an election, and that its key is made of theirs (specification, 3.1.1, 4.5 and 4.7).

import { ProtocolError } from "./errors.js";
import { checkDistinct, parseCertificate, pointAt, readPoints } from "./pedersen.js";
import { checkKnowledge, checkMembers, checkSignature } from "./pki.js";
import { IDENTITY, checkNotIdentity, parsePoint, textOf } from "./points.js";

const KEY = ["pok", "public_key"];
const THRESHOLD = ["threshold", "certs", "coefexps", "signatures", "verification_keys"];

function sum(points) {
  return points.reduce((left, right) => left.add(right), IDENTITY);
}

/** The point of a public key whose owner proves to have the private one. */
function readKey(value, members) {
  checkMembers(value, members);
  const point = parsePoint(value.public_key);
  checkNotIdentity(point);
  checkKnowledge("trustee-possession", `pok|Ed25519|${value.public_key}`, point, value.pok);
  return point;
}

function readSingle(value) {
  const point = readKey(value, KEY);
  return { keys: [textOf(point)], joint: point };
}

/** A group any `threshold` of whom suffice: everything that it published of its exchange agrees (4.6.7). */
function readThreshold(value) {
  checkMembers(value, THRESHOLD);
  const { threshold, certs, coefexps, signatures, verification_keys: published } = value;
  const size = certs.length;
  const whole = [coefexps, signatures, published].every((list) => list.length === size);
  if (!whole || !Number.isInteger(threshold) || threshold < 1 || threshold > size) throw new ProtocolError("threshold-shape");
  const list = certs.map((signed, i) => parseCertificate(JSON.stringify(signed), { size, threshold, index: i + 1 }));
  checkDistinct(list);
  const points = coefexps.map((signed, i) => readPoints({ list, threshold, size }, i + 1, signed, signatures[i]));
  const keys = published.map((key, i) => {
    const point = readKey(key, [...KEY, "signature"]);
    checkSignature(list[i].verification, key.public_key, key.signature);
    if (!point.equals(sum(points.map((each) => pointAt(each, i + 1))))) throw new ProtocolError("verification-key-wrong");
    return key.public_key;
  });
  return { keys, joint: sum(points.map(([first]) => first)) };
}

const KINDS = { Single: readSingle, Pedersen: readThreshold };

/**
 * The keys of the trustees written in `raw`, in the order of their numbers, and the election's key that they make, as texts:
 * `{ keys, joint }`. Every proof, certificate and signature is checked. Throws ProtocolError `trustees-unsound`.
 */
export function parseTrustees(raw) {
  try {
    const value = JSON.parse(raw);
    if (JSON.stringify(value) !== raw) throw new ProtocolError("trustees-unsound");
    const items = value.map(([kind, item, ...more]) => {
      if (more.length || !Object.hasOwn(KINDS, kind)) throw new ProtocolError("trustees-unsound");
      return KINDS[kind](item);
    });
    const keys = items.flatMap((item) => item.keys);
    if (new Set(keys).size !== keys.length) throw new ProtocolError("trustees-unsound");
    return { keys, joint: textOf(sum(items.map(({ joint }) => joint))) };
  } catch (error) {
    throw new ProtocolError("trustees-unsound", { check: error.code ?? "trustee-malformed" });
  }
}

/**
 * Throws `election-key-mismatch` unless the key of `election` is made of exactly the keys in `raw`, and `trustee-left-out`
 * unless `publicKey` is number `owner` among them.
 */
export function checkElectionKey(election, raw, publicKey, owner) {
  const { keys, joint } = parseTrustees(raw);
  if (joint !== election.publicKey) throw new ProtocolError("election-key-mismatch");
  if (keys[owner - 1] !== publicKey) throw new ProtocolError("trustee-left-out");
}
