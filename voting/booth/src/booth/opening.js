// Opens the election: everything that the booth shows comes from here, and is checked before anybody chooses.

import { BallotListError, nameOf, parseBallotList, plainDescription } from "./ballot_list.js";
import { readRules } from "./ballot_rules.js";

/** The vote cannot be entered now; `key` names the sentence. */
export class ClosedError extends Error {
  constructor(key, values) {
    super(key);
    this.name = "ClosedError";
    this.key = key;
    this.values = values;
  }
}

function checkState({ state, opens_at: opens, closes_at: closed, election, ballot_list: list }) {
  if (state === "ready") throw new ClosedError("stopped.not_open", { opens });
  if (state === "closed" || state === "counted") throw new ClosedError(`stopped.${state}`, { closed });
  if (state !== "open" || !election || !list) throw new ClosedError("stopped.preparation");
}

function checkElection(election, answer, uuid) {
  if (election.uuid !== uuid) throw new BallotListError("election-other");
  if (election.fingerprint !== answer.election_fingerprint) throw new BallotListError("election-fingerprint");
}

/**
 * The vote in `answer` of the server, for the election `uuid` of the page's address, read by `sealer`.
 *
 * Throws ClosedError when there is no voting now; WorkerError or BallotListError when what the server says does not
 * hold together, and the booth must not go on.
 */
export async function openVote(answer, uuid, sealer) {
  checkState(answer);
  const { election, digest } = await sealer.open(answer.election, answer.ballot_list);
  checkElection(election, answer, uuid);
  const { raw, name, description, language, questions, fingerprint } = election;
  const list = parseBallotList(answer.ballot_list, { description, digest });
  return Object.freeze({
    uuid,
    fingerprint,
    election: raw,
    town: answer.town,
    name,
    edition: answer.edition,
    language: language ?? "fr",
    description: plainDescription(description),
    rules: readRules(list.ballot, questions, list.projects.map(nameOf), list.projects),
    list,
    closesAt: answer.closes_at,
    revoteAllowed: answer.revote_allowed,
  });
}
