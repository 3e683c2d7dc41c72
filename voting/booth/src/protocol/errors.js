// The one error of the protocol's code: a stable code and facts, no prose and never a secret.

/** `code` is in kebab-case and the same as in the Python package; `facts` says more to a program. */
export class ProtocolError extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.name = "ProtocolError";
    this.code = code;
    this.facts = facts;
  }
}
