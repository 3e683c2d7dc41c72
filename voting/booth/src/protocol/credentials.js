// From a voting code to the secret exponent that signs a ballot (specification, 4.8).

import { checkCode } from "./code_form.js";
import { sha256Hex } from "./hashing.js";
import { Q } from "./points.js";

export { checkCode };

/** The secret exponent of `code` in the election `uuid`; throws `code-malformed`. */
export function deriveKey(uuid, code) {
  checkCode(code);
  const digests = [0, 1].map((i) => sha256Hex(`derive_credential|${uuid}|${i}|${code}`));
  return BigInt(`0x${digests.join("")}`) % Q;
}
