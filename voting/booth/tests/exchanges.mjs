// Guardians who exchange as they would through the server: any of them may cheat.

import { composeCertificate, composePolynomial, parseCertificates, polynomialOf, promiseOf } from "../src/protocol/pedersen.js";
import { generateSeed, keysOf } from "../src/protocol/pki.js";

/** What the server sends guardian `index` out of all polynomials. */
export function vinputOf(polynomials, index) {
  const parsed = polynomials.map((raw) => JSON.parse(raw));
  return JSON.stringify({
    polynomial: parsed[index - 1].polynomial,
    secrets: parsed.map(({ secrets }) => secrets[index - 1]),
    coefexps: parsed.map(({ coefexps }) => coefexps),
    signatures: parsed.map(({ signature }) => signature),
  });
}

/** An exchange up to the polynomials; `cheat(values, from)` may give another { coefficients, coefexps } for guardian `from`. */
export async function exchange(size, threshold, cheat = (values) => values) {
  const guardians = Array.from({ length: size }, () => keysOf(generateSeed()));
  const raws = guardians.map((keys, i) => composeCertificate(keys, { size, threshold, index: i + 1 }));
  const certificates = await parseCertificates(raws, { size, threshold }, guardians[0], 1);
  const values = guardians.map((keys) => polynomialOf(keys, threshold, "this exchange"));
  const promises = values.map(({ coefexps }) => promiseOf(coefexps));
  const polynomials = await Promise.all(
    guardians.map((keys, i) => composePolynomial(keys, certificates, cheat(values[i], i + 1))),
  );
  return { guardians, raws, certificates, values, promises, polynomials };
}
