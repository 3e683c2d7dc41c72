// The form of a voting code, without any cryptography: small enough for every page (specification, 4.8).

import { ProtocolError } from "./errors.js";

const BASE58 = "[1-9A-HJ-NP-Za-km-z]";
const CODE = new RegExp(`^${[5, 6, 5, 6].map((size) => `${BASE58}{${size}}`).join("-")}$`);

/** Throws `code-malformed` unless `code` is 22 Base58 characters in blocks of 5, 6, 5 and 6. */
export function checkCode(code) {
  if (typeof code !== "string" || !CODE.test(code)) throw new ProtocolError("code-malformed");
}
