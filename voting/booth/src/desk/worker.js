// Shuffles and decrypts away from the page, so that it stays alive: thousands of ballots take minutes.

import { parseElection } from "../protocol/election.js";
import { ProtocolError } from "../protocol/errors.js";
import { partialDecryption } from "../protocol/keys.js";
import { shuffleTally } from "../protocol/shuffle.js";

const SELDOM = 20; // steps between two messages of progress

function onProgress(done, total) {
  if (done % SELDOM === 0) self.postMessage({ type: "progress", done, total });
}

const TASKS = {
  shuffle: ({ election, tally }) => shuffleTally(parseElection(election), tally, { onProgress }),
  share: ({ election, tally, key }) => partialDecryption(parseElection(election), tally, key, { onProgress }),
};

self.onmessage = ({ data }) => {
  try {
    if (!Object.hasOwn(TASKS, data.type)) throw new ProtocolError("message-unknown");
    self.postMessage({ type: "done", made: TASKS[data.type](data) });
  } catch (error) {
    self.postMessage({ type: "failed", code: error instanceof ProtocolError ? error.code : "worker-failed" });
  }
};
