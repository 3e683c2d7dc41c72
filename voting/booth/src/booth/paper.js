// What the booth knows of this voter. It lives in memory only, and is forgotten as soon as it has served.

import { countChosen, NOTHING } from "./selection.js";

const EMPTY_DRAFT = { rollNumber: "", code: "", day: "", month: "", year: "" };
const IDLE = Object.freeze({ phase: "idle" });

/** A ballot paper that nobody has touched, for the identity read in a link (or null). */
export function blankPaper(identity) {
  return {
    identity, // { rollNumber, code }
    draft: { ...EMPTY_DRAFT }, // what stands in the fields
    chosen: NOTHING,
    order: "random",
    sealing: IDLE,
    sealed: null, // { raw, tracker, randomness, choices }
    sending: IDLE, // busy | slow | lost | refused (with the refusal)
    spoiling: IDLE, // busy | slow | lost | refused (with the refusal)
    opened: false, // the server confirmed that this sealed ballot can never be cast
    uncertain: false, // sent at least once, and nobody knows whether it arrived
    receipt: null,
    refusal: null, // of the server, said at the head of the step that it led back to
  };
}

/** Throws the sealed ballot away; choices and identity stay. */
export function forgetSealed(paper) {
  Object.assign(paper, { sealed: null, sending: IDLE, sealing: IDLE, spoiling: IDLE, opened: false, uncertain: false });
}

/** Forgets the code that was refused; it stays in its field, to be compared with the letter. */
export function forgetIdentity(paper) {
  const { rollNumber, code } = paper.identity;
  Object.assign(paper.draft, { rollNumber, code });
  paper.identity = null;
  forgetSealed(paper);
}

/** Keeps the receipt and nothing else. */
export function keepReceiptOnly(paper, receipt) {
  Object.assign(paper, blankPaper(null), { receipt });
}

/** Whether leaving the page would lose something. */
export function wouldLose(paper) {
  if (paper.receipt) return false;
  return countChosen(paper.chosen) > 0 || paper.chosen.blank || paper.sealed !== null;
}
