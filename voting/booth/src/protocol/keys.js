// A guardian's key: made, kept in a file, and used once for the share of the decryption (specification, 4.5 and 4.20).

import { ciphertextCount } from "./election.js";
import { ProtocolError } from "./errors.js";
import {
  checkNotIdentity, multiply, multiplyGenerator, parsePoint, parseScalar, randomScalar, systemRandom, textOf,
} from "./points.js";
import { proveDecryption, proveKnowledge } from "./proofs.js";

const FORMAT = "isoloir-guardian-key-1";
const MEMBERS = ["format", "uuid", "name", "public_key", "private_key"];
const MAX_CHARACTERS = 4096;

function keyOf(secret) {
  return Object.freeze({ secret, publicKey: textOf(multiplyGenerator(secret)) });
}

/** A new key: `{ secret, publicKey }`. */
export function generateGuardianKey(random = systemRandom) {
  return keyOf(randomScalar(random));
}

/** What the guardian publishes: the public key with a proof of possession, as JSON text (4.5). */
export function trusteePublicKey({ secret, publicKey }, random = systemRandom) {
  const pok = proveKnowledge(`pok|Ed25519|${publicKey}`, secret, random);
  return JSON.stringify({ pok, public_key: publicKey });
}

/** The text of the file that the guardian keeps. */
export function keyFile(key, { uuid, name }) {
  const members = {
    format: FORMAT,
    uuid,
    name,
    public_key: key.publicKey,
    private_key: key.secret.toString(),
  };
  return `${JSON.stringify(members, null, 1)}\n`;
}

/** The name of that file: it tells whose it is, and nothing of the key. */
export function keyFileName(number, uuid) {
  return `isoloir-cle-gardien-${number}-${uuid.slice(0, 6)}.json`;
}

function parseMembers(text) {
  try {
    if (text.length > MAX_CHARACTERS) throw new ProtocolError("key-file-malformed");
    const value = JSON.parse(text);
    if (typeof value === "string") return { private_key: value };
    const complete = Object.keys(value).length === MEMBERS.length && MEMBERS.every((name) => typeof value[name] === "string");
    if (!complete) throw new ProtocolError("key-file-malformed");
    return value;
  } catch {
    throw new ProtocolError("key-file-malformed");
  }
}

/**
 * The key in the text of a guardian's file, `{ secret, publicKey, uuid }`; also reads the reference's form, the private
 * key as a JSON string, whose `uuid` is null. Throws `key-file-malformed` or `key-file-mismatch`.
 */
export function parseKeyFile(text) {
  const members = parseMembers(text);
  let key;
  try {
    key = keyOf(parseScalar(members.private_key));
  } catch {
    throw new ProtocolError("key-file-malformed");
  }
  if (members.format === undefined) return Object.freeze({ ...key, uuid: null });
  if (members.format !== FORMAT || members.public_key !== key.publicKey) throw new ProtocolError("key-file-mismatch");
  return Object.freeze({ ...key, uuid: members.uuid });
}

function parseCiphertext(value) {
  const { alpha, beta } = value;
  return { alpha: parsePoint(alpha), beta: parsePoint(beta) };
}

/** The ciphertexts of the encrypted tally `raw`; throws `tally-malformed` or `tally-shape`. */
export function parseTally(raw, election) {
  let rows;
  try {
    rows = JSON.parse(raw).map((row) => row.map(parseCiphertext));
  } catch {
    throw new ProtocolError("tally-malformed");
  }
  const again = rows.map((row) => row.map(({ alpha, beta }) => ({ alpha: textOf(alpha), beta: textOf(beta) })));
  if (JSON.stringify(again) !== raw) throw new ProtocolError("tally-malformed");
  const fits = (row, i) => election.questions[i].opened || row.length === ciphertextCount(election.questions[i]);
  if (rows.length !== election.questions.length || !rows.every(fits)) throw new ProtocolError("tally-shape");
  return rows;
}

/**
 * The share of the owner of `key` in opening the encrypted tally `tallyRaw`, as JSON text (4.20).
 *
 * `election` comes from parseElection. Throws `tally-malformed` or `tally-shape`.
 */
export function partialDecryption(election, tallyRaw, key, { random = systemRandom, onProgress = () => {} } = {}) {
  checkNotIdentity(parsePoint(key.publicKey));
  const rows = parseTally(tallyRaw, election);
  const prefix = `decrypt|${election.fingerprint}|${key.publicKey}`;
  const steps = rows.flat().length;
  let done = 0;
  const shares = rows.map((row) =>
    row.map(({ alpha }) => {
      const factor = textOf(multiply(alpha, key.secret));
      const proof = proveDecryption(prefix, key.secret, alpha, random);
      onProgress(++done, steps);
      return { factor, proof };
    }),
  );
  return JSON.stringify({
    decryption_factors: shares.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: shares.map((row) => row.map(({ proof }) => proof)),
  });
}
