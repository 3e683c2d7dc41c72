// Voting codes as the registrar makes them, and the list of public credentials as it is published (specification, 4.8).

import { deriveKey } from "./credentials.js";
import { base64Unpadded } from "./hashing.js";
import { multiplyGenerator, systemRandom, textOf } from "./points.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BLOCKS = [[0, 5], [5, 11], [11, 16], [16, 22]];
const LIMIT = 256 - (256 % BASE58.length); // bytes from here on would favour some characters

/** A new voting code: 22 characters drawn without bias, in blocks of 5, 6, 5 and 6. */
export function generateCode(random = systemRandom) {
  let drawn = "";
  while (drawn.length < 22) {
    drawn += Array.from(random(32), (byte) => (byte < LIMIT ? BASE58[byte % BASE58.length] : "")).join("");
  }
  return BLOCKS.map(([start, end]) => drawn.slice(start, end)).join("-");
}

/** The public credential of `code` in the election `uuid`; throws `code-malformed`. */
export function publicCredential(uuid, code) {
  return textOf(multiplyGenerator(deriveKey(uuid, code)));
}

/** The fingerprint of the list of `credentials` as it is published: sorted, so that its order says nothing. */
export function listFingerprint(credentials) {
  return base64Unpadded(JSON.stringify([...credentials].sort()));
}
