// The exchange by which n guardians make a key that any t of them can use (specification, 4.6). Who cheats is named.

import { ProtocolError } from "./errors.js";
import { sha256Hex } from "./hashing.js";
import { trusteePublicKey } from "./keys.js";
import {
  IDENTITY, checkNotIdentity, modulo, multiply, multiplyGenerator, parsePoint, parseScalar, randomScalar, systemRandom, textOf,
} from "./points.js";
import { checkSignature, parseObject, readSigned, receive, seededRandom, send, sign, signatureOf } from "./pki.js";

const GROUP = "Ed25519";
const VINPUT = ["polynomial", "secrets", "coefexps", "signatures"];

/** What `action` gives; what it throws becomes `code`, with the `index` (from 1) of the guardian whose message it is. */
async function blaming(index, code, action) {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ProtocolError && error.facts.index !== undefined) throw error;
    throw new ProtocolError(code, { index, check: error.code ?? "message-malformed" });
  }
}

/** The certificate of the guardian `index` of `size`, of whom `threshold` suffice, as JSON text (4.6.2). */
export function composeCertificate(keys, { size, threshold, index }, random = systemRandom) {
  const context = { group: GROUP, size, threshold, index };
  const { verification, encryption } = keys;
  return JSON.stringify(sign(keys.signing, JSON.stringify({ context, verification, encryption }), random));
}

/** The certificate written in `raw`, checked for `context`, `{ size, threshold, index }` (4.6.2). Throws ProtocolError. */
export function parseCertificate(raw, context) {
  const signed = parseObject(raw, ["message", "signature"]);
  const { context: written, verification, encryption } = parseObject(signed.message, ["context", "verification", "encryption"]);
  if (JSON.stringify(written) !== JSON.stringify({ group: GROUP, ...context })) throw new ProtocolError("certificate-context");
  for (const text of [verification, encryption]) checkNotIdentity(parsePoint(text));
  readSigned(verification, signed);
  return Object.freeze({ signed, verification, encryption });
}

/** Throws `certificate-invalid` with the `index` of a guardian who has another's key. */
export function checkDistinct(certificates) {
  const seen = new Set();
  certificates.forEach(({ verification, encryption }, i) => {
    for (const text of [verification, encryption]) {
      if (seen.has(text)) throw new ProtocolError("certificate-invalid", { index: i + 1, check: "certificate-repeated" });
      seen.add(text);
    }
  });
}

/**
 * The certificates written in `raws`, in the guardians' order, each checked.
 *
 * Throws `certificate-invalid` with the `index` of its guardian; `certificate-own` when the one of the owner of `keys`,
 * the guardian `index`, is not theirs; `certificate-count` for too many or too few.
 */
export async function parseCertificates(raws, { size, threshold }, keys, index) {
  if (raws.length !== size) throw new ProtocolError("certificate-count");
  const read = (raw, i) => blaming(i + 1, "certificate-invalid", () => parseCertificate(raw, { size, threshold, index: i + 1 }));
  const certificates = await Promise.all(raws.map(read));
  const own = certificates[index - 1];
  if (own.verification !== keys.verification || own.encryption !== keys.encryption) throw new ProtocolError("certificate-own");
  checkDistinct(certificates);
  return Object.freeze({ list: certificates, raws: [...raws], threshold, size });
}

/**
 * The secret polynomial of the owner of `keys`: its coefficients, and their points in a signed message.
 *
 * Both come from the seed and from `label`, which names this one exchange: so they can be promised in the first visit and
 * shown in the second, while the guardian keeps nothing but the seed.
 */
export function polynomialOf(keys, threshold, label) {
  const random = seededRandom(keys.seed, `polynomial|${label}`);
  const coefficients = Array.from({ length: threshold }, () => randomScalar(random));
  const points = coefficients.map((coefficient) => textOf(multiplyGenerator(coefficient)));
  return Object.freeze({ coefficients, coefexps: sign(keys.signing, JSON.stringify({ coefexps: points }), random) });
}

/** What is published before the points are shown: the SHA-256 of their signed message. */
export function promiseOf(coefexps) {
  return sha256Hex(JSON.stringify(coefexps));
}

function certificatesText(certificates, points) {
  return `certs_sig|${JSON.stringify({ certs: certificates.list.map(({ signed }) => signed), coefexps: points })}`;
}

function valueAt(coefficients, x) {
  return coefficients.reduceRight((sum, coefficient) => modulo(sum * BigInt(x) + coefficient), 0n);
}

/** What the guardian sends once all certificates are there: each other's secret, sealed for them (4.6.4). */
export async function composePolynomial(keys, certificates, { coefficients, coefexps }, random = systemRandom) {
  const text = JSON.stringify({ polynomial: coefficients.map(String) });
  const secrets = certificates.list.map(({ encryption }, i) =>
    send(keys, encryption, JSON.stringify({ secret: valueAt(coefficients, i + 1).toString() }), random),
  );
  const { coefexps: points } = JSON.parse(coefexps.message);
  return JSON.stringify({
    polynomial: await send(keys, keys.encryption, text, random),
    secrets: await Promise.all(secrets),
    coefexps,
    signature: signatureOf(keys.signing, certificatesText(certificates, points), random),
  });
}

/** The points that guardian `index` signed, with the certificates that they saw. Throws ProtocolError. */
export function readPoints(certificates, index, coefexps, signature) {
  const { verification } = certificates.list[index - 1];
  const { coefexps: texts } = parseObject(readSigned(verification, coefexps), ["coefexps"]);
  if (!Array.isArray(texts) || texts.length !== certificates.threshold) throw new ProtocolError("coefexps-count");
  checkSignature(verification, certificatesText(certificates, texts), signature);
  const points = texts.map(parsePoint);
  checkNotIdentity(points[0]);
  return points;
}

/** The point of f(x), from the points of the coefficients of f (4.6.5). */
export function pointAt(points, x) {
  return points.reduceRight((sum, point) => multiply(sum, BigInt(x)).add(point), IDENTITY);
}

async function readSecret(keys, certificates, from, raw) {
  const message = await receive(keys, certificates.list[from - 1].verification, raw);
  return parseScalar(parseObject(message, ["secret"]).secret);
}

async function checkOwnPolynomial(keys, raw, points) {
  const { polynomial } = parseObject(await receive(keys, keys.verification, raw), ["polynomial"]);
  const own = polynomial.map((text) => textOf(multiplyGenerator(parseScalar(text))));
  if (String(own) !== String(points.map(textOf))) throw new ProtocolError("polynomial-own");
}

function parseVinput(raw, size) {
  const vinput = parseObject(raw, VINPUT);
  const lists = [vinput.secrets, vinput.coefexps, vinput.signatures];
  if (!lists.every((list) => Array.isArray(list) && list.length === size)) throw new ProtocolError("vinput-malformed");
  return vinput;
}

/**
 * The private key of guardian `index`, from all that was sent to them: every promise, signature and secret checked (4.6.5).
 *
 * Throws, with the `index` of the guardian whose message it is, `promise-broken`, `polynomial-invalid` or `secret-invalid`;
 * without one, `vinput-malformed`, and `polynomial-own` when what stands for our own polynomial is not ours.
 */
export async function openVinput(keys, certificates, index, raw, promises) {
  const vinput = parseVinput(raw, certificates.size);
  let sum = 0n;
  let own = [];
  for (let from = 1; from <= certificates.size; from += 1) {
    const coefexps = vinput.coefexps[from - 1];
    if (promiseOf(coefexps) !== promises[from - 1]) throw new ProtocolError("promise-broken", { index: from });
    const read = () => readPoints(certificates, from, coefexps, vinput.signatures[from - 1]);
    const points = await blaming(from, "polynomial-invalid", read);
    const open = () => readSecret(keys, certificates, from, vinput.secrets[from - 1]);
    const secret = await blaming(from, "secret-invalid", open);
    if (!multiplyGenerator(secret).equals(pointAt(points, index))) throw new ProtocolError("secret-invalid", { index: from });
    if (from === index) own = points;
    sum = modulo(sum + secret);
  }
  await checkOwnPolynomial(keys, vinput.polynomial, own);
  return sum;
}

/** What the guardian sends last: the private key sealed for themselves, the public one signed (4.6.6). */
export async function composeVoutput(keys, secret, random = systemRandom) {
  const privateKey = await send(keys, keys.encryption, JSON.stringify({ decryption_key: secret.toString() }), random);
  const publicKey = textOf(multiplyGenerator(secret));
  const proven = JSON.parse(trusteePublicKey({ secret, publicKey }, random));
  const signature = signatureOf(keys.signing, publicKey, random);
  return JSON.stringify({ private_key: privateKey, public_key: { ...proven, signature } });
}

/** The guardian's key `{ secret, publicKey }` for the count, out of the message that the server kept (4.6.6). */
export async function openPrivateKey(keys, raw) {
  const { decryption_key: text } = parseObject(await receive(keys, keys.verification, raw), ["decryption_key"]);
  const secret = parseScalar(text);
  return Object.freeze({ secret, publicKey: textOf(multiplyGenerator(secret)) });
}
