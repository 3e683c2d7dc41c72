// Where each refusal of the server is said, and in which sentence. Nothing chosen is ever lost by one.

import { knows, moment, say, waiting } from "./words.js";

// birth: at the birth date. identify: back to the roll number and code. seal: back to the choices, to seal anew.
const PLACES = {
  "second-factor-wrong": "birth",
  "too-many-tries": "birth",
  "identity-malformed": "birth",
  "birth-date-malformed": "birth",
  "roll-number-malformed": "identify",
  "credential-unknown": "identify",
  "credential-of-another-voter": "identify",
  "ballot-spoiled": "seal",
  "ballot-duplicate": "seal",
  "ballot-malformed": "seal",
  "ballot-too-large": "seal",
  "ballot-signature-invalid": "seal",
  "ballot-proof-invalid": "seal",
};

/** "birth", "identify", "seal", or "here" for what is said beside the button that was pressed. */
export function placeOf(refusal) {
  return PLACES[refusal.code] ?? "here";
}

// Refusals that mean the same to the voter.
const SAME = {
  "birth-date-malformed": "identity-malformed",
  "ballot-malformed": "ballot-unsound",
  "ballot-too-large": "ballot-unsound",
  "ballot-signature-invalid": "ballot-unsound",
  "ballot-proof-invalid": "ballot-unsound",
};

function values(facts) {
  return {
    n: facts.tries_left ?? facts.limit ?? 2,
    wait: facts.retry_after ? waiting(facts.retry_after) : say("wait.some"),
    opens: facts.opens_at ? moment(facts.opens_at) : "",
  };
}

/** What happened and what to do, in the voter's language; the server's own words for a code unknown here. */
export function refusalSentence(refusal) {
  const key = `refused.${SAME[refusal.code] ?? refusal.code}`;
  const words = knows(key) ? say(key, values(refusal.facts)) : refusal.sentence;
  return `${words || say("refused.unknown", { code: refusal.code })} ${say("refused.kept")}`;
}
