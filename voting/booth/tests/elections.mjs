// Small elections for tests, with a key that a test knows.

import { parseElection } from "../src/protocol/election.js";
import { generateGuardianKey } from "../src/protocol/keys.js";

export const UUID = "AYp2aqHj2N6e1V";
export const CODE = "xyWPa-d3nvh2-AEsVP-YFAoGh";

export function question(changes = {}) {
  return { answers: ["Un verger", "Un préau", "Une rampe"], blank: true, min: 1, max: 2, question: "Quels projets ?", ...changes };
}

/** The text of an election; `changes` replaces or, with undefined, removes members. */
export function electionText(changes = {}) {
  return JSON.stringify({
    version: 1,
    description: "Pour les tests",
    name: "Élection d'essai",
    group: "Ed25519",
    public_key: generateGuardianKey().publicKey,
    questions: [question()],
    uuid: UUID,
    ...changes,
  });
}

export function election(...questions) {
  return parseElection(electionText({ questions: questions.length ? questions : [question()] }));
}

/** Random bytes that are the same every time: a test's choices can be replayed. */
export function replayed(seed) {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 16;
    });
}
