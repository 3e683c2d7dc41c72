// Shuffles and decrypts away from the page, so that it stays alive: thousands of ballots take minutes.

import { parseElection } from "../protocol/election.js";
import { ProtocolError } from "../protocol/errors.js";
import { partialDecryption } from "../protocol/keys.js";
import { shuffleTally } from "../protocol/shuffle.js";
import { strongShare } from "../protocol/strong_share.js";

const SELDOM = 20; // steps between two messages of progress

function onProgress(done, total) {
  if (done % SELDOM === 0) self.postMessage({ type: "progress", done, total });
}

/** The share, a line end, its strong share: what a guardian hands in (voting/handed_share.py). */
function handedShare(election, tally, { key, owner }) {
  const share = partialDecryption(election, tally, key, { onProgress: (done, total) => onProgress(done, 2 * total) });
  const second = { onProgress: (done, total) => onProgress(total + done, 2 * total) };
  return `${share}\n${strongShare(election, tally, { key, owner, share }, second)}`;
}

const TASKS = {
  shuffle: ({ election, tally }) => shuffleTally(parseElection(election), tally, { onProgress }),
  share: ({ election, tally, ...mine }) => handedShare(parseElection(election), tally, mine),
};

self.onmessage = ({ data }) => {
  try {
    if (!Object.hasOwn(TASKS, data.type)) throw new ProtocolError("message-unknown");
    self.postMessage({ type: "done", made: TASKS[data.type](data) });
  } catch (error) {
    self.postMessage({ type: "failed", code: error instanceof ProtocolError ? error.code : "worker-failed" });
  }
};
