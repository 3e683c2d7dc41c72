// The guardian's desk: makes the key and the share here, on the guardian's machine. Nothing is kept when it is closed.

import { certificateNeeded, exchangeStopped, othersAwaited, workNeeded } from "./exchange.js";
import { openDesk } from "./frame.js";
import { keyNeeded } from "./key_making.js";
import { text } from "./pieces.js";
import { fetchTask } from "./server.js";
import { shareNeeded } from "./share_giving.js";
import { shuffleNeeded, shufflesAwaited } from "./shuffling.js";
import { counted, keyReceived, shareReceived, voteRunning } from "./waiting.js";
import WORDS from "./words.json" with { type: "json" };

openDesk({
  words: WORDS,
  fetchTask,
  role: ({ number, of, edition_name: edition }) => text("role", { number, of, edition }),
  states: {
    "key-needed": keyNeeded,
    "certificate-needed": certificateNeeded,
    "certificates-awaited": othersAwaited,
    "polynomial-needed": workNeeded,
    "polynomials-awaited": othersAwaited,
    "check-needed": workNeeded,
    "exchange-stopped": exchangeStopped,
    "key-received": keyReceived,
    "vote-running": voteRunning,
    "shuffle-needed": shuffleNeeded,
    "shuffles-awaited": shufflesAwaited,
    "share-needed": shareNeeded,
    "share-received": shareReceived,
    counted,
  },
  initial: () => ({
    made: null, // a key made here whose public part has not arrived yet: { key, own, proven }; of a group: { keys, … }
    seeded: null, // the keys of the seed, while a group makes its key
    worked: "", // the state whose work was begun by itself
    watch: 0, // the timer by which the page looks whether the others have done their part
    compared: false,
    key: null, // the key read from its file, for the share
    handed: null, // the share made here, until it is known to have arrived
  }),
  unsent: ({ made }) => made !== null, // a key whose public part has not arrived is worth a question
});
