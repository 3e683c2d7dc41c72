import assert from "node:assert/strict";
import { test } from "node:test";

import { generateSeed, keysOf } from "../src/protocol/pki.js";
import { parseSeed, parseSeedFile, seedFile } from "../src/protocol/seed_file.js";
import { UUID } from "./elections.mjs";

const keys = keysOf(generateSeed());
const file = seedFile(keys, { uuid: UUID, name: "Zoé « la gardienne »" });

test("a seed file is read back as the same keys, for the same vote", () => {
  assert.deepEqual(parseSeedFile(file), { keys, uuid: UUID });
});

test("the reference's file, the bare seed, is read as well, and a seed typed in groups", () => {
  assert.deepEqual(parseSeedFile(`${keys.seed}\n`), { keys, uuid: null });
  assert.deepEqual(parseSeed(keys.seed.replace(/(.{4})/g, "$1 ")), keys);
});

test("a file that is no seed, or a damaged one, is refused without repeating what it holds", () => {
  const members = JSON.parse(file);
  const put = (changes) => JSON.stringify({ ...members, ...changes });
  const malformed = ["", "{}", "null", "[]", "12", '"x"', file.slice(0, -10), put({ more: "x" }), put({ format: "other" }), put({ name: 1 }), " ".repeat(5000) + file, keys.seed.slice(1)];
  for (const text of malformed) {
    assert.throws(() => parseSeedFile(text), (error) => error.code === "key-file-malformed" && error.message === error.code);
  }
  const other = keysOf(generateSeed());
  for (const changes of [{ seed: other.seed }, { verification_key: other.verification }, { seed: keys.seed.slice(1) }]) {
    assert.throws(() => parseSeedFile(put(changes)), { code: "key-file-mismatch" });
  }
  assert.throws(() => parseSeed("0".repeat(22)), { code: "seed-malformed" });
});
