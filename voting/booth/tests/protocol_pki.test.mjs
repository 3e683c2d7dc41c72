import assert from "node:assert/strict";
import { test } from "node:test";

import { checkSignature, generateSeed, keysOf, receive, seededRandom, send, sign } from "../src/protocol/pki.js";
import { primitives } from "./vectors_of_reference.mjs";

const [zoe, max] = [generateSeed(), generateSeed()].map(keysOf);

test("a seed makes the reference's keys", () => {
  for (const { seed, signing_key: signing, decryption_key: decryption, verification, encryption } of primitives.threshold_pki) {
    const keys = keysOf(seed);
    assert.deepEqual([String(keys.signing), String(keys.decryption)], [signing, decryption]);
    assert.deepEqual([keys.verification, keys.encryption], [verification, encryption]);
  }
});

test("a seed has 22 characters that paper does not confuse, each as likely as the others", () => {
  assert.match(zoe.seed, /^[1-9A-HJ-NP-Za-km-z]{22}$/);
  const bytes = [255, 254, 232, ...Array.from({ length: 22 }, (_, i) => i)];
  assert.equal(generateSeed(() => [bytes.shift()]), "123456789ABCDEFGHJKLMN");
  for (const wrong of ["", "0".repeat(22), `${zoe.seed}1`, zoe.seed.slice(1), ` ${zoe.seed}`, null, 12]) {
    assert.throws(() => keysOf(wrong), { code: "seed-malformed" });
  }
});

test("a message is read by its recipient, and by nobody else", async () => {
  const raw = await send(zoe, max.encryption, "à lire");
  assert.equal(await receive(max, zoe.verification, raw), "à lire");
  await assert.rejects(receive(zoe, zoe.verification, raw), { code: "message-not-opened" });
});

test("a message of another sender is told apart", async () => {
  const raw = await send(zoe, max.encryption, "x");
  await assert.rejects(receive(max, max.verification, raw), { code: "trustee-signature" });
});

test("a message that was sealed for another and passed on is refused", async () => {
  const other = { ...max, encryption: zoe.encryption };
  const passedOn = await send(zoe, max.encryption, "x");
  await assert.rejects(receive(other, zoe.verification, passedOn), { code: "message-recipient" });
});

test("a message with any changed character is refused", async () => {
  const raw = await send(zoe, max.encryption, "x");
  const { alpha, data, ...others } = JSON.parse(raw);
  const turned = (hex) => (hex[0] === "0" ? "1" : "0") + hex.slice(1);
  const changed = [
    JSON.stringify({ ...others, alpha, data: turned(data) }),
    JSON.stringify({ ...JSON.parse(raw), data: turned(data) }),
    JSON.stringify({ ...JSON.parse(raw), data: `${data}0` }),
    JSON.stringify({ ...JSON.parse(raw), data: data.toUpperCase() }),
    JSON.stringify({ ...JSON.parse(raw), algorithm: "none" }),
    JSON.stringify({ ...JSON.parse(raw), alpha: `${"0".repeat(63)}1` }),
    ` ${raw}`,
    "null",
    "",
  ];
  for (const text of changed) await assert.rejects(receive(max, zoe.verification, text), { name: "ProtocolError" });
});

test("a signature holds for its message alone", () => {
  const { message, signature } = sign(zoe.signing, "oui");
  checkSignature(zoe.verification, message, signature);
  assert.throws(() => checkSignature(zoe.verification, "non", signature), { code: "trustee-signature" });
  assert.throws(() => checkSignature(max.verification, message, signature), { code: "trustee-signature" });
  assert.throws(() => checkSignature(zoe.verification, message, { ...signature, more: 1 }), { code: "message-malformed" });
});

test("bytes made of a seed are the same again, and others for another seed, label or place", () => {
  const bytes = (seed, label) => seededRandom(seed, label)(64);
  assert.deepEqual(bytes("a", "b"), bytes("a", "b"));
  assert.notDeepEqual(bytes("a", "b"), bytes("b", "b"));
  assert.notDeepEqual(bytes("a", "b"), bytes("a", "c"));
  const random = seededRandom("a", "b");
  assert.notDeepEqual(random(64), random(64));
});
