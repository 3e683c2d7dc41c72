// The registrar's desk: makes the voting codes here, on the registrar's machine. No code ever leaves this page but in a file.

import { openDesk } from "../desk/frame.js";
import { text } from "../desk/pieces.js";
import { codesNeeded, codesReceived, frozen, rollAwaited, voteOpened } from "./states.js";
import { fetchTask } from "./server.js";
import WORDS from "./words.json" with { type: "json" };

openDesk({
  words: WORDS,
  fetchTask,
  role: ({ edition_name: edition }) => text("role", { edition }),
  states: {
    "roll-awaited": rollAwaited,
    "codes-needed": codesNeeded,
    "codes-received": codesReceived,
    frozen,
    "vote-opened": voteOpened,
  },
  initial: () => ({
    made: null, // codes made here whose public credentials are not handed in yet
    sent: null, // what was handed in last from this page: "first", "anew" or "replaced"
  }),
  unsent: ({ made }) => made !== null,
});
