// Why something is refused: a stable code, and facts for a program.

import { ProtocolError } from "../protocol/errors.js";

export { ProtocolError };

/** What is not written in the one form that is taken; who reads it gives it the name of what it stands in. */
export class MalformedError extends ProtocolError {}

/** What `read` gives; a MalformedError becomes a refusal `code` whose fact `check` is its cause. */
export function naming(code, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) throw new ProtocolError(code, { check: error.code });
    throw error;
  }
}
