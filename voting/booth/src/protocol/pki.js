// Guardians' own keys for messages through the server, all made from one seed (specification, 4.6.1 and 4.6.3).

import { ProtocolError } from "./errors.js";
import { digest, hexOf } from "./hashing.js";
import {
  checkNotIdentity, hashToScalar, multiply, multiplyGenerator, parsePoint, parseScalar, randomScalar, systemRandom, textOf,
} from "./points.js";
import { proveKnowledge } from "./proofs.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SEED_LENGTH = 22;
const SEED = new RegExp(`^[${ALPHABET}]{${SEED_LENGTH}}$`);
const ALGORITHM = "AES-GCM";
const MAX_CHARACTERS = 256 * 1024; // a vinput of 20 guardians has about 60,000

/** A new seed: 22 characters, each drawn uniformly: a byte that would favour some of them is drawn again. */
export function generateSeed(random = systemRandom) {
  const fair = 256 - (256 % ALPHABET.length);
  let seed = "";
  while (seed.length < SEED_LENGTH) {
    const [byte] = random(1);
    if (byte < fair) seed += ALPHABET[byte % ALPHABET.length];
  }
  return seed;
}

/** The keys that `seed` makes: two secret scalars, and their points as texts. Throws `seed-malformed`. */
export function keysOf(seed) {
  if (typeof seed !== "string" || !SEED.test(seed)) throw new ProtocolError("seed-malformed");
  const signing = hashToScalar(`sk|${seed}`);
  const decryption = hashToScalar(`dk|${seed}`);
  const [verification, encryption] = [signing, decryption].map((secret) => textOf(multiplyGenerator(secret)));
  return Object.freeze({ seed, signing, decryption, verification, encryption });
}

/** The object written in `text`, with exactly these members in this order, as it was written. Throws `message-malformed`. */
export function parseObject(text, members) {
  try {
    if (text.length > MAX_CHARACTERS) throw new ProtocolError("message-malformed");
    const value = JSON.parse(text);
    checkMembers(value, members);
    if (JSON.stringify(value) !== text) throw new ProtocolError("message-malformed");
    return value;
  } catch {
    throw new ProtocolError("message-malformed");
  }
}

/** Throws `message-malformed` unless `value` has exactly these members in this order. */
export function checkMembers(value, members) {
  if (value === null || String(Object.keys(value)) !== String(members)) throw new ProtocolError("message-malformed");
}

/** Throws `code` unless `proof` shows knowledge of the secret of `point`. */
export function checkKnowledge(code, prefix, point, proof) {
  checkMembers(proof, ["challenge", "response"]);
  const [challenge, response] = [proof.challenge, proof.response].map(parseScalar);
  const commitment = multiplyGenerator(response).add(multiply(point, challenge));
  if (hashToScalar(`${prefix}|${textOf(commitment)}`) !== challenge) throw new ProtocolError(code);
}

/** The signature of `message`. */
export function signatureOf(signing, message, random) {
  return proveKnowledge(`sigmsg|${message}`, signing, random);
}

/** `message` with its signature, as an object. */
export function sign(signing, message, random) {
  return { message, signature: signatureOf(signing, message, random) };
}

/** Throws `trustee-signature` unless the owner of `verification` (a text) signed `message`. */
export function checkSignature(verification, message, signature) {
  checkKnowledge("trustee-signature", `sigmsg|${message}`, parsePoint(verification), signature);
}

/** The message of `signed`, an object; throws `message-malformed` or `trustee-signature`. */
export function readSigned(verification, signed) {
  checkMembers(signed, ["message", "signature"]);
  if (typeof signed.message !== "string") throw new ProtocolError("message-malformed");
  checkSignature(verification, signed.message, signed.signature);
  return signed.message;
}

async function cipher(shared, alpha) {
  const key = await crypto.subtle.importKey("raw", digest(`key|${textOf(shared)}`), ALGORITHM, false, ["encrypt", "decrypt"]);
  return [{ name: ALGORITHM, iv: digest(`iv|${textOf(alpha)}`) }, key]; // the nonce is the whole hash, 32 bytes
}

async function encrypt(encryption, message, random) {
  const [r, s] = [randomScalar(random), randomScalar(random)];
  const [alpha, shared] = [multiplyGenerator(r), multiplyGenerator(s)];
  const beta = multiply(parsePoint(encryption), r).add(shared);
  const data = await crypto.subtle.encrypt(...(await cipher(shared, alpha)), new TextEncoder().encode(message));
  return JSON.stringify({ algorithm: ALGORITHM, alpha: textOf(alpha), beta: textOf(beta), data: hexOf(new Uint8Array(data)) });
}

function bytesOf(hex) {
  if (typeof hex !== "string" || !/^(?:[0-9a-f]{2})+$/.test(hex)) throw new ProtocolError("message-malformed");
  return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
}

async function decrypt(decryption, raw) {
  const { algorithm, alpha: alphaText, beta, data } = parseObject(raw, ["algorithm", "alpha", "beta", "data"]);
  if (algorithm !== ALGORITHM) throw new ProtocolError("message-malformed");
  const alpha = parsePoint(alphaText);
  checkNotIdentity(alpha);
  const shared = parsePoint(beta).subtract(multiply(alpha, decryption));
  const bytes = bytesOf(data);
  try {
    const opened = await crypto.subtle.decrypt(...(await cipher(shared, alpha)), bytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(opened);
  } catch {
    throw new ProtocolError("message-not-opened");
  }
}

/** `message` signed by the owner of `keys` and sealed for `recipient`, an encryption key as text (4.6.3). */
export async function send(keys, recipient, message, random = systemRandom) {
  const channel = JSON.stringify({ recipient, message });
  return encrypt(recipient, JSON.stringify(sign(keys.signing, channel, random)), random);
}

/**
 * The message in `raw` for the owner of `keys`, from the owner of `sender`, a verification key as text (4.6.3).
 *
 * Throws `message-malformed`, `message-not-opened`, `trustee-signature` or `message-recipient`.
 */
export async function receive(keys, sender, raw) {
  const signed = parseObject(await decrypt(keys.decryption, raw), ["message", "signature"]);
  const { recipient, message } = parseObject(readSigned(sender, signed), ["recipient", "message"]);
  if (recipient !== keys.encryption) throw new ProtocolError("message-recipient");
  if (typeof message !== "string") throw new ProtocolError("message-malformed");
  return message;
}

/** A source of bytes that `seed` and `label` determine, as if drawn at random by whoever does not know the seed. */
export function seededRandom(seed, label) {
  let block = 0;
  return (length) => {
    const bytes = [];
    while (bytes.length < length) bytes.push(...digest(`isoloir|${seed}|${label}|${block++}`));
    return Uint8Array.from(bytes.slice(0, length));
  };
}

