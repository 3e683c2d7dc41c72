// The election of the task, and that it is this guardian's: the one of the link, with a key made of theirs.

import { parseElection } from "../protocol/election.js";
import { checkElectionKey } from "../protocol/trustees.js";
import { DeskError } from "./server.js";

const NAMED = ["election-key-mismatch", "trustee-left-out", "trustees-unsound"];

function read({ uuid, task }) {
  const election = parseElection(task.election ?? "");
  if (election.uuid !== uuid) throw new DeskError("election-other");
  if (election.fingerprint !== task.election_fingerprint) throw new DeskError("election-changed");
  checkElectionKey(election, task.trustees ?? "", task.public_key, task.number);
  return election;
}

/**
 * The election of the task. Throws DeskError `election-other`, `election-changed`, `election-unsound`, or what
 * checkElectionKey throws, where it is not this guardian's.
 */
export function readOwnElection(desk) {
  try {
    return read(desk);
  } catch (error) {
    if (error instanceof DeskError) throw error;
    throw new DeskError(NAMED.includes(error.code) ? error.code : "election-unsound");
  }
}
