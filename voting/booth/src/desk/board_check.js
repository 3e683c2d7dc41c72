// Before a share is made: downloads the public ballot box, makes every check of it here, and compares what is to be opened.

import { base64Unpadded } from "../protocol/hashing.js";
import { download } from "../verifier/download.js";
import { startVerifying } from "../verifier/work.js";
import { DeskError } from "./server.js";

const PHASES = ["download", "reading", "ballots", "tally", "shuffles"]; // each an equal part of the bar

async function fetchBoard(uuid, onProgress) {
  try {
    return await download(uuid, onProgress);
  } catch {
    throw new DeskError("unreachable");
  }
}

function report(file, onProgress) {
  return new Promise((resolve, reject) => {
    const onFailure = () => reject(new DeskError("board-unchecked"));
    startVerifying({ file, earlier: null }, { onProgress, onReport: resolve, onFailure });
  });
}

function check({ valid, failure, facts }, election, tally) {
  if (!valid) throw Object.assign(new DeskError("board-refused"), { values: { code: failure } });
  const same = facts.uuid === election.uuid && facts.fingerprints.election === election.fingerprint;
  if (!same || facts.toDecrypt !== base64Unpadded(tally)) throw new DeskError("board-other");
}

/**
 * Throws DeskError unless `tally`, what the server gives this guardian to open, is what the ballots on the public board of
 * `election` make, after all their shuffles: `unreachable`, `board-unchecked`, `board-refused`, `board-other`. `advance`
 * is told the part done, from 0 to 1.
 */
export async function checkBoard(election, tally, advance) {
  const onProgress = ({ phase, done, total }) => {
    const before = PHASES.indexOf(phase);
    if (before >= 0 && total > 0) advance((before + done / total) / PHASES.length);
  };
  const file = await fetchBoard(election.uuid, onProgress);
  check(await report(file, onProgress), election, tally);
  advance(1);
}
