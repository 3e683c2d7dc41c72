// Reads the election and seals a ballot away from the page, so that the page stays small and alive. The voting code
// stays in this browser.

import { sealBallot } from "./protocol/ballot.js";
import { parseElection } from "./protocol/election.js";
import { ProtocolError } from "./protocol/errors.js";
import { sha256Hex } from "./protocol/hashing.js";

function open({ election, ballotList }) {
  self.postMessage({ type: "opened", election: parseElection(election), digest: sha256Hex(ballotList) });
}

function seal({ election, code, choices }) {
  const onProgress = (done, total) => self.postMessage({ type: "progress", done, total });
  const sealed = sealBallot(parseElection(election), code, choices, { onProgress });
  self.postMessage({ type: "sealed", ...sealed });
}

const TASKS = { open, seal };

self.onmessage = ({ data }) => {
  try {
    if (!Object.hasOwn(TASKS, data.type)) throw new ProtocolError("message-unknown");
    TASKS[data.type](data);
  } catch (error) {
    self.postMessage({ type: "failed", code: error instanceof ProtocolError ? error.code : "worker-failed" });
  }
};
