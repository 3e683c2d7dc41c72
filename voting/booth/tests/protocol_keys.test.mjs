import assert from "node:assert/strict";
import { test } from "node:test";

import { generateGuardianKey, keyFile, keyFileName, parseKeyFile, partialDecryption, trusteePublicKey } from "../src/protocol/keys.js";
import { Q, hashToScalar, multiply, multiplyGenerator, parsePoint, parseScalar, textOf } from "../src/protocol/points.js";
import { UUID, election, question } from "./elections.mjs";

const NAME = "Zoé « la gardienne »";

test("the public part proves that the private one is known, and does not contain it", () => {
  const key = generateGuardianKey();
  const { pok, public_key: text } = JSON.parse(trusteePublicKey(key));
  assert.equal(text, key.publicKey);
  const [challenge, response] = [pok.challenge, pok.response].map(parseScalar);
  const commitment = multiplyGenerator(response).add(multiply(parsePoint(text), challenge));
  assert.equal(hashToScalar(`pok|Ed25519|${text}|${textOf(commitment)}`), challenge);
  assert.ok(!trusteePublicKey(key).includes(key.secret.toString()));
});

test("a key file is read back as the same key", () => {
  const key = generateGuardianKey();
  const read = parseKeyFile(keyFile(key, { uuid: UUID, name: NAME }));
  assert.deepEqual([read.secret, read.publicKey, read.uuid], [key.secret, key.publicKey, UUID]);
});

test("the reference's key file, a text in JSON, is read as well", () => {
  const key = generateGuardianKey();
  const read = parseKeyFile(`"${key.secret}"\n`);
  assert.deepEqual([read.publicKey, read.uuid], [key.publicKey, null]);
});

test("the file's name tells the vote and the number, nothing of the key", () => {
  assert.equal(keyFileName(2, UUID), "isoloir-cle-gardien-2-AYp2aq.json");
});

test("a file that is no key, or a damaged one, is refused without repeating what it holds", () => {
  const key = generateGuardianKey();
  const file = keyFile(key, { uuid: UUID, name: NAME });
  const members = JSON.parse(file);
  const malformed = ["", "{}", "null", "12", "[]", `"${Q}"`, '"0123"', file.slice(0, -10), JSON.stringify({ ...members, more: "x" }), " ".repeat(5000) + file];
  for (const text of malformed) {
    assert.throws(() => parseKeyFile(text), (error) => error.code === "key-file-malformed" && error.message === error.code);
  }
  const other = generateGuardianKey();
  for (const changes of [{ private_key: other.secret.toString() }, { public_key: other.publicKey }, { format: "other" }]) {
    assert.throws(() => parseKeyFile(JSON.stringify({ ...members, ...changes })), { code: "key-file-mismatch" });
  }
});

function tallyOf(...rows) {
  return JSON.stringify(rows.map((row) => row.map((scalar) => ({ alpha: textOf(multiplyGenerator(scalar)), beta: textOf(multiplyGenerator(scalar + 1n)) }))));
}

test("a share holds a factor and a sound proof for each value, also where nobody voted", () => {
  const deciding = election(question(), question({ blank: false, answers: ["Nord"], min: 0, max: 1 }));
  const scalars = [[5n, 6n, 7n, 0n], [0n]];
  const key = generateGuardianKey();
  const share = JSON.parse(partialDecryption(deciding, tallyOf(...scalars), key));
  assert.deepEqual(share.decryption_factors.map((row) => row.length), [4, 1]);
  share.decryption_factors.forEach((row, q) =>
    row.forEach((factor, i) => {
      const alpha = multiplyGenerator(scalars[q][i]);
      assert.equal(factor, textOf(multiply(alpha, key.secret)));
      const { challenge, response } = share.decryption_proofs[q][i];
      const [c, r] = [challenge, response].map(parseScalar);
      const first = multiplyGenerator(r).add(multiply(parsePoint(key.publicKey), c));
      const second = multiply(alpha, r).add(multiply(parsePoint(factor), c));
      const prefix = `decrypt|${deciding.fingerprint}|${key.publicKey}`;
      assert.equal(hashToScalar(`${prefix}|${textOf(first)},${textOf(second)}`), c);
    }),
  );
});

test("a total of another form or of another vote is refused", () => {
  const deciding = election();
  const key = generateGuardianKey();
  const sound = tallyOf([1n, 2n, 3n, 4n]);
  const small = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec";
  const malformed = [
    "", "{}", "[[1]]", "null", sound.replace("[[", "[ ["), sound.replace('"alpha"', '"more":1,"alpha"'),
    sound.replace(/"alpha":"[0-9a-f]{64}"/, `"alpha":"${small}"`),
  ];
  for (const raw of malformed) assert.throws(() => partialDecryption(deciding, raw, key), { code: "tally-malformed" });
  for (const raw of [tallyOf([1n, 2n, 3n]), tallyOf([1n, 2n, 3n, 4n], [5n]), "[]"]) {
    assert.throws(() => partialDecryption(deciding, raw, key), { code: "tally-shape" });
  }
});
