// Check 3: which event may follow which.

import { ProtocolError } from "./refusal.js";

const NEXT = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["Shuffle", "PartialDecryption"],
  Shuffle: ["Shuffle", "EndShuffles"],
  EndShuffles: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

/** Follows the events; `refusal` is the first that may not stand where it stands. */
export class Order {
  last = "";
  refusal = null;

  step({ type, height }) {
    if (this.refusal !== null) return;
    if (NEXT[this.last].includes(type)) this.last = type;
    else {
      const expected = NEXT[this.last].join(" | ") || "nothing";
      this.refusal = new ProtocolError("event-order", { expected, found: `${type} (${height})` });
    }
  }
}
