// The field where a guardian chooses the key file. The file is read here and leaves the machine by no way.

import { parseKeyFile } from "../protocol/keys.js";
import { openPrivateKey } from "../protocol/pedersen.js";
import { fileField } from "./pieces.js";
import { seedField } from "./seed_field.js";
import { DeskError } from "./server.js";

function checkExpected(key, expected) {
  if (expected && key.publicKey !== expected) throw new DeskError("key-other");
  return key;
}

/**
 * Reads the guardian's key out of `file`.
 *
 * Throws ProtocolError `key-file-malformed` or `key-file-mismatch`, DeskError `key-other-vote` for a file of another
 * vote, `key-other` when it is not the key whose public part is `expected` (null: any).
 */
async function readKey(file, { uuid, expected }) {
  const key = parseKeyFile(await file.text());
  if (key.uuid !== null && key.uuid !== uuid) throw new DeskError("key-other-vote");
  return checkExpected(key, expected);
}

/**
 * A field for the key file. `take` is called with the key, or with null as long as there is no right one.
 *
 * With an `exchange`, the key was made with a group: the file holds the seed that opens it, out of what the server kept.
 */
export function keyField(id, { uuid, expected, good, isGood, exchange = null }, take) {
  if (exchange !== null) {
    const open = async (keys) => checkExpected(await openPrivateKey(keys, exchange.private_key), expected);
    return seedField(id, { uuid, exchange, good, isGood }, open, take);
  }
  const read = (file) => readKey(file, { uuid, expected });
  return fileField(id, { label: "key_file", accept: ".json,.privkey,application/json", good, isGood, read }, take);
}
