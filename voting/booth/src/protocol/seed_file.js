// The one file that a guardian of a group keeps: the seed of all their keys, for one vote.

import { ProtocolError } from "./errors.js";
import { keysOf } from "./pki.js";

const FORMAT = "isoloir-guardian-seed-1";
const MEMBERS = ["format", "uuid", "name", "verification_key", "seed"];
const MAX_CHARACTERS = 4096;

/** The text of the file. */
export function seedFile({ seed, verification }, { uuid, name }) {
  const members = { format: FORMAT, uuid, name, verification_key: verification, seed };
  return `${JSON.stringify(members, null, 1)}\n`;
}

function parseMembers(text) {
  try {
    const value = JSON.parse(text);
    const complete = Object.keys(value).length === MEMBERS.length && MEMBERS.every((name) => typeof value[name] === "string");
    if (!complete || value.format !== FORMAT) throw new ProtocolError("key-file-malformed");
    return value;
  } catch {
    throw new ProtocolError("key-file-malformed");
  }
}

/** The keys of a seed as somebody types it: spaces do not matter. Throws `seed-malformed`. */
export function parseSeed(typed) {
  return keysOf(typed.replace(/\s+/g, ""));
}

/**
 * The keys in a guardian's file and the vote that they are for, `{ keys, uuid }`; also reads the reference's form, the bare
 * seed, whose `uuid` is null. Throws `key-file-malformed` or `key-file-mismatch`.
 */
export function parseSeedFile(text) {
  if (text.length > MAX_CHARACTERS) throw new ProtocolError("key-file-malformed");
  if (!text.trimStart().startsWith("{")) {
    try {
      return Object.freeze({ keys: parseSeed(text), uuid: null });
    } catch {
      throw new ProtocolError("key-file-malformed");
    }
  }
  const members = parseMembers(text);
  let keys;
  try {
    keys = keysOf(members.seed);
  } catch {
    throw new ProtocolError("key-file-mismatch");
  }
  if (keys.verification !== members.verification_key) throw new ProtocolError("key-file-mismatch");
  return Object.freeze({ keys, uuid: members.uuid });
}
