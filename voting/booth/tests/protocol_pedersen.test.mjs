import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  composeCertificate, composePolynomial, composeVoutput, openPrivateKey, openVinput, parseCertificates, polynomialOf, promiseOf,
} from "../src/protocol/pedersen.js";
import { checkSignature, generateSeed, keysOf, send, sign } from "../src/protocol/pki.js";
import { Q, modulo, multiplyGenerator, textOf } from "../src/protocol/points.js";
import { exchange, vinputOf } from "./exchanges.mjs";

const reference = JSON.parse(readFileSync(new URL("reference_exchange.json", import.meta.url), "utf8"));

function refused(code, index) {
  return (error) => {
    assert.deepEqual([error.code, error.facts.index], [code, index]);
    return true;
  };
}

/** Guardian `index` opens what came; `change` may change it first. */
async function opened({ guardians, certificates, promises, polynomials }, index, change = (vinput) => vinput) {
  const vinput = change(JSON.parse(vinputOf(polynomials, index)));
  return openVinput(guardians[index - 1], certificates, index, JSON.stringify(vinput), promises);
}

/** The value at 0 of the polynomial through these points (Lagrange). */
function atZero(points) {
  const inverse = (value) => {
    let [power, result, base] = [Q - 2n, 1n, modulo(value)];
    for (; power > 0n; power >>= 1n, base = modulo(base * base)) if (power & 1n) result = modulo(result * base);
    return result;
  };
  return points.reduce((sum, [x, y]) => {
    const others = points.filter(([other]) => other !== x);
    return modulo(sum + others.reduce((product, [other]) => modulo(product * modulo(other) * inverse(other - x)), y));
  }, 0n);
}

test("the reference's exchange opens to the reference's keys", async () => {
  const { seeds, certificates: raws, polynomials, private_keys: expected, voutputs, threshold } = reference;
  const promises = polynomials.map((raw) => promiseOf(JSON.parse(raw).coefexps));
  for (const [i, seed] of seeds.entries()) {
    const keys = keysOf(seed);
    const certificates = await parseCertificates(raws, { size: seeds.length, threshold }, keys, i + 1);
    const secret = await openVinput(keys, certificates, i + 1, vinputOf(polynomials, i + 1), promises);
    assert.equal(String(secret), expected[i]);
    const { private_key: raw, public_key: published } = JSON.parse(voutputs[i]);
    const key = await openPrivateKey(keys, raw);
    assert.deepEqual([String(key.secret), key.publicKey], [expected[i], published.public_key]);
    checkSignature(keys.verification, published.public_key, published.signature);
  }
});

test("any 2 of 3 guardians have the key that none of them has", async () => {
  const made = await exchange(3, 2);
  const secrets = await Promise.all([1, 2, 3].map((index) => opened(made, index)));
  const joint = made.values.reduce((sum, { coefficients }) => modulo(sum + coefficients[0]), 0n);
  for (const pair of [[1, 2], [1, 3], [2, 3]]) {
    assert.equal(atZero(pair.map((index) => [BigInt(index), secrets[index - 1]])), joint);
  }
  assert.ok(secrets.every((secret) => secret !== joint));
});

test("the last message signs the public key and keeps the private one for its owner", async () => {
  const { guardians: [keys, other] } = await exchange(3, 2);
  const { private_key: raw, public_key: published } = JSON.parse(await composeVoutput(keys, 12345n));
  assert.equal(published.public_key, textOf(multiplyGenerator(12345n)));
  assert.deepEqual(Object.keys(published), ["pok", "public_key", "signature"]);
  checkSignature(keys.verification, published.public_key, published.signature);
  assert.equal((await openPrivateKey(keys, raw)).secret, 12345n);
  await assert.rejects(openPrivateKey(other, raw), { code: "message-not-opened" });
});

test("a polynomial is the same again from the seed, and another in another exchange", () => {
  const keys = keysOf(generateSeed());
  assert.deepEqual(polynomialOf(keys, 2, "a"), polynomialOf(keys, 2, "a"));
  assert.equal(promiseOf(polynomialOf(keys, 2, "a").coefexps), promiseOf(polynomialOf(keys, 2, "a").coefexps));
  assert.notEqual(promiseOf(polynomialOf(keys, 2, "a").coefexps), promiseOf(polynomialOf(keys, 2, "b").coefexps));
});

test("a certificate that is not as agreed names its guardian", async () => {
  const { guardians, raws } = await exchange(3, 2);
  const parse = (list, threshold = 2) => parseCertificates(list, { size: 3, threshold }, guardians[0], 1);
  const put = (raw) => [raws[0], raw, raws[2]];
  const signedByAnother = { ...JSON.parse(raws[1]), signature: JSON.parse(raws[2]).signature };
  for (const wrong of [
    raws[2],
    composeCertificate(guardians[1], { size: 3, threshold: 3, index: 2 }),
    composeCertificate(guardians[1], { size: 4, threshold: 2, index: 2 }),
    composeCertificate(guardians[0], { size: 3, threshold: 2, index: 2 }),
    JSON.stringify(signedByAnother),
    `${raws[1]} `,
    "{}",
    "null",
  ]) {
    await assert.rejects(parse(put(wrong)), refused("certificate-invalid", 2));
  }
  await assert.rejects(parse(raws, 3), refused("certificate-invalid", 1));
  await assert.rejects(parse(raws.slice(1)), { code: "certificate-count" });
  const replaced = composeCertificate(keysOf(generateSeed()), { size: 3, threshold: 2, index: 1 });
  await assert.rejects(parse([replaced, raws[1], raws[2]]), { code: "certificate-own" });
});

test("a guardian who shows other points than promised is named", async () => {
  const made = await exchange(3, 2, (values, from) => (from === 2 ? polynomialOf(keysOf(generateSeed()), 2, "late") : values));
  await assert.rejects(opened(made, 1), refused("promise-broken", 2));
});

test("a guardian who sends a secret that is not on the promised polynomial is named by whoever got it", async () => {
  const made = await exchange(3, 2);
  const [keys, second] = made.guardians;
  const wrong = await send(keys, second.encryption, JSON.stringify({ secret: "12345" }));
  const swap = (vinput) => ({ ...vinput, secrets: [wrong, ...vinput.secrets.slice(1)] });
  await assert.rejects(opened(made, 2, swap), refused("secret-invalid", 1));
});

test("a secret that somebody else signed, or sealed for somebody else, names the guardian it should be from", async () => {
  const made = await exchange(3, 2);
  const [first, , third] = made.guardians;
  const forged = await send(third, made.guardians[1].encryption, JSON.stringify({ secret: "1" }));
  const misdirected = await send(first, third.encryption, JSON.stringify({ secret: "1" }));
  for (const wrong of [forged, misdirected, "{}", null]) {
    const swap = (vinput) => ({ ...vinput, secrets: [wrong, ...vinput.secrets.slice(1)] });
    await assert.rejects(opened(made, 2, swap), refused("secret-invalid", 1));
  }
});

test("a polynomial signed over other certificates names its guardian", async () => {
  const made = await exchange(3, 2);
  const other = await exchange(3, 2);
  const mixed = { ...made.certificates, list: [made.certificates.list[0], other.certificates.list[1], made.certificates.list[2]] };
  const raw = await composePolynomial(made.guardians[2], mixed, made.values[2]);
  await assert.rejects(opened({ ...made, polynomials: [...made.polynomials.slice(0, 2), raw] }, 1), refused("polynomial-invalid", 3));
});

test("a polynomial of too high a degree names its guardian", async () => {
  const made = await exchange(3, 2);
  const values = polynomialOf(made.guardians[2], 3, "higher");
  const raw = await composePolynomial(made.guardians[2], made.certificates, values);
  const promises = [...made.promises.slice(0, 2), promiseOf(values.coefexps)];
  const changed = { ...made, promises, polynomials: [...made.polynomials.slice(0, 2), raw] };
  await assert.rejects(opened(changed, 1), refused("polynomial-invalid", 3));
});

test("a polynomial whose key is nothing names its guardian", async () => {
  const made = await exchange(3, 2);
  const keys = made.guardians[2];
  const points = [textOf(multiplyGenerator(0n)), textOf(multiplyGenerator(5n))];
  const values = { coefficients: [0n, 5n], coefexps: sign(keys.signing, JSON.stringify({ coefexps: points })) };
  const raw = await composePolynomial(keys, made.certificates, values);
  const promises = [...made.promises.slice(0, 2), promiseOf(values.coefexps)];
  const changed = { ...made, promises, polynomials: [...made.polynomials.slice(0, 2), raw] };
  await assert.rejects(opened(changed, 1), refused("polynomial-invalid", 3));
});

test("a server that changes what is sent is refused", async () => {
  const made = await exchange(3, 2);
  await assert.rejects(opened(made, 1, ({ polynomial, ...others }) => others), { code: "message-malformed" });
  await assert.rejects(opened(made, 1, (vinput) => ({ ...vinput, secrets: [] })), { code: "vinput-malformed" });
  const foreign = await send(made.guardians[0], made.guardians[0].encryption, JSON.stringify({ polynomial: ["1", "2"] }));
  await assert.rejects(opened(made, 1, (vinput) => ({ ...vinput, polynomial: foreign })), { code: "polynomial-own" });
});
