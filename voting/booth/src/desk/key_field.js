// The field where a guardian chooses the key file. The file is read here and leaves the machine by no way.

import { parseKeyFile } from "../protocol/keys.js";
import { fileField } from "./pieces.js";
import { DeskError } from "./server.js";

/**
 * Reads the guardian's key out of `file`.
 *
 * Throws ProtocolError `key-file-malformed` or `key-file-mismatch`, DeskError `key-other-vote` for a file of another
 * vote, `key-other` when it is not the key whose public part is `expected` (null: any).
 */
async function readKey(file, { uuid, expected }) {
  const key = parseKeyFile(await file.text());
  if (key.uuid !== null && key.uuid !== uuid) throw new DeskError("key-other-vote");
  if (expected && key.publicKey !== expected) throw new DeskError("key-other");
  return key;
}

/** A field for the key file. `take` is called with the key, or with null as long as there is no right one. */
export function keyField(id, { uuid, expected, good, isGood }, take) {
  const read = (file) => readKey(file, { uuid, expected });
  return fileField(id, { label: "key_file", accept: ".json,.privkey,application/json", good, isGood, read }, take);
}
