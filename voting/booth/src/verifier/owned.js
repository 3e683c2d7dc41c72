// Who made a shuffle or a share: a payload that names it and its trustee's number (specification, 4.19 and 4.20).

import { checkCanonical, members, parseJson, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";
import { sha256Of } from "./source.js";

/** The number, from 1, of the trustee who signed for the first payload; throws `malformed` or `unknown`. */
export function ownerOf([bytes, ownedBytes], trustees, malformed, unknown) {
  const owner = naming(malformed, () => {
    const text = textOfBytes(ownedBytes);
    const found = members(parseJson(text, 4096), ["owner", "payload"]);
    const owner = typeof found.owner === "bigint" ? 0 : found.owner;
    if (typeof owner !== "number") throw new ProtocolError(unknown);
    if (owner !== 0) checkCanonical(text, { owner, payload: sha256Of(bytes) });
    return owner;
  });
  const { length } = trustees.keys;
  if (owner < 1 || owner > length) throw new ProtocolError(unknown, { expected: length, found: owner });
  return owner;
}
