// What is published of a group of trustees any of whom suffice, and that it is sound (specification, 4.6).

import { IDENTITY, readKey, readPoint, sum } from "./curve.js";
import { checkCanonical, list, members, parseJson, string } from "./json.js";
import { checkKnowledge, plainProof, readProof } from "./proofs.js";
import { ProtocolError } from "./refusal.js";

const MEMBERS = ["threshold", "certs", "coefexps", "signatures", "verification_keys"];
const CONTEXT = ["group", "size", "threshold", "index"];
const MOST = 64 * 1024;

function readSigned(value) {
  const { message, signature } = members(value, ["message", "signature"]);
  return { message: string(message), signature: readProof(signature) };
}

function plainSigned({ message, signature }) {
  return { message, signature: plainProof(signature) };
}

function checkSignature(key, message, signature) {
  checkKnowledge("trustee-signature", `sigmsg|${message}`, key, signature);
}

/** The key of a trustee as it is published, its proof not yet checked; `signature` is null where there is none. */
export function readTrusteeKey(value) {
  const { pok, public_key: text, signature } = members(value, ["pok", "public_key"], ["signature"]);
  const point = readKey(text);
  return { point, text, pok: readProof(pok), signature: signature === undefined ? null : readProof(signature) };
}

export function plainTrusteeKey({ pok, text, signature }) {
  return { pok: plainProof(pok), public_key: text, ...(signature === null ? {} : { signature: plainProof(signature) }) };
}

export function checkPossession({ point, text, pok }) {
  checkKnowledge("trustee-possession", `pok|Ed25519|${text}`, point, pok);
}

/** The parameters in `value`, of their form only; throws MalformedError or `threshold-shape`. */
export function readParameters(value) {
  const found = members(value, MEMBERS);
  const parameters = {
    threshold: Number.isInteger(found.threshold) ? found.threshold : 0,
    certificates: list(found.certs).map(readSigned),
    coefexps: list(found.coefexps).map(readSigned),
    signatures: list(found.signatures).map(readProof),
    keys: list(found.verification_keys).map(readTrusteeKey),
  };
  const { threshold, certificates: { length: size }, coefexps, signatures, keys } = parameters;
  const whole = [coefexps, signatures, keys].every(({ length }) => length === size);
  if (!whole || threshold < 1 || threshold > size) throw new ProtocolError("threshold-shape");
  return parameters;
}

export function plainParameters({ threshold, certificates, coefexps, signatures, keys }) {
  return {
    threshold,
    certs: certificates.map(plainSigned),
    coefexps: coefexps.map(plainSigned),
    signatures: signatures.map(plainProof),
    verification_keys: keys.map(plainTrusteeKey),
  };
}

/** Makes whatever `check` refuses a refusal `code` of the trustee `index` of the group. */
function blaming(code, index, check) {
  try {
    return check();
  } catch (error) {
    if (error instanceof ProtocolError) throw new ProtocolError(code, { found: index, check: error.code });
    throw error;
  }
}

function checkCertificate({ message, signature }, { size, threshold }, index) {
  const found = members(parseJson(message, MOST), ["context", "verification", "encryption"]);
  const context = members(found.context, CONTEXT);
  const expected = { group: "Ed25519", size, threshold, index };
  if (CONTEXT.some((name) => context[name] !== expected[name])) throw new ProtocolError("certificate-context");
  const { verification, encryption } = found;
  checkCanonical(message, { context: expected, verification, encryption });
  const key = readKey(verification);
  readKey(encryption);
  checkSignature(key, message, signature);
  return { key, texts: [verification, encryption] };
}

/** The points that a trustee signed twice: alone, and with the certificates that they saw (4.6.4). */
function checkCoefficients(parameters, { key }, i) {
  const { message, signature } = parameters.coefexps[i];
  checkSignature(key, message, signature);
  const { coefexps: texts } = members(parseJson(message, MOST), ["coefexps"]);
  checkCanonical(message, { coefexps: list(texts).map(string) });
  const points = texts.map(readPoint);
  if (points.length !== parameters.threshold) throw new ProtocolError("coefexps-count");
  if (points[0].is0()) throw new ProtocolError("point-identity");
  const seen = JSON.stringify({ certs: parameters.certificates.map(plainSigned), coefexps: texts });
  checkSignature(key, `certs_sig|${seen}`, parameters.signatures[i]);
  return points;
}

function valueAt(points, x) {
  return points.reduceRight((value, point) => value.multiplyUnsafe(BigInt(x)).add(point), IDENTITY);
}

function checkVerificationKey(key, { key: owner }, expected) {
  checkPossession(key);
  if (!key.point.equals(expected)) throw new ProtocolError("verification-key-wrong");
  if (key.signature === null) throw new ProtocolError("verification-key-unsigned");
  checkSignature(owner, key.text, key.signature);
}

function checkDistinct(certificates) {
  const seen = new Set();
  certificates.forEach(({ texts }, i) => {
    if (texts[0] === texts[1] || texts.some((text) => seen.has(text))) {
      throw new ProtocolError("certificate-repeated", { found: i + 1 });
    }
    texts.forEach((text) => seen.add(text));
  });
}

/** Checks everything that was published of the exchange; gives the group's part of the election's key. */
export function checkParameters(parameters) {
  const { certificates: signed, threshold, keys } = parameters;
  const certificates = signed.map((certificate, i) =>
    blaming("certificate-invalid", i + 1, () => checkCertificate(certificate, { size: signed.length, threshold }, i + 1)));
  checkDistinct(certificates);
  const points = certificates.map((certificate, i) =>
    blaming("polynomial-invalid", i + 1, () => checkCoefficients(parameters, certificate, i)));
  keys.forEach((key, i) =>
    blaming("verification-key-invalid", i + 1, () =>
      checkVerificationKey(key, certificates[i], sum(points.map((each) => valueAt(each, i + 1))))));
  return sum(points.map(([first]) => first));
}
