// Makes voting codes away from the page, so that it stays alive. They go to the page, and from there to a file only.

import { generateCode, listFingerprint, publicCredential } from "../protocol/codes.js";
import { ProtocolError } from "../protocol/errors.js";

const STEP = 50; // codes between two messages of progress

function make({ uuid, numbers }) {
  const codes = new Map();
  const credentials = new Map();
  numbers.forEach((number, position) => {
    const code = generateCode();
    codes.set(number, code);
    credentials.set(number, publicCredential(uuid, code));
    if (position % STEP === 0) self.postMessage({ type: "progress", done: position, total: numbers.length });
  });
  self.postMessage({ type: "made", codes, credentials });
}

function fingerprint({ credentials }) {
  self.postMessage({ type: "found", fingerprint: listFingerprint(credentials) });
}

const TASKS = { make, fingerprint };

self.onmessage = ({ data }) => {
  try {
    if (!Object.hasOwn(TASKS, data.type)) throw new ProtocolError("message-unknown");
    TASKS[data.type](data);
  } catch (error) {
    self.postMessage({ type: "failed", code: error instanceof ProtocolError ? error.code : "worker-failed" });
  }
};
