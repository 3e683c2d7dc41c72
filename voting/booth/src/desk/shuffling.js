// After the closing, where ballots are opened: guardians mix them in turn, so that nobody knows whose is whose.

import { element } from "../booth/elements.js";
import { base64Unpadded } from "../protocol/hashing.js";
import { readOwnElection } from "./own_election.js";
import { actionButton, comparison, faultPlace, section, sentenceOf, steps, text } from "./pieces.js";
import { sendShuffle } from "./server.js";
import { refreshing } from "./waiting.js";
import { progressBar, work } from "./work.js";

/** Shuffles and sends. One that arrived although its answer was lost is seen in the state that follows. */
async function mix(desk, election, advance) {
  const { ballots_to_open: tally } = desk.task;
  const shuffle = await work({ type: "shuffle", election: election.raw, tally }, advance);
  try {
    await sendShuffle(desk, shuffle);
  } catch (error) {
    if (error.code !== "shuffle-not-your-turn") throw error;
  }
  desk.take(await desk.ask());
}

/** The state "shuffle-needed". */
export function shuffleNeeded(desk) {
  let election;
  try {
    election = readOwnElection(desk);
  } catch (error) {
    return [element("p.refusal", { role: "alert" }, sentenceOf(error))];
  }
  const fault = faultPlace("shuffle-fault");
  const { place, advance } = progressBar("shuffling");
  const button = actionButton("mix", "mix.busy", fault, () => mix(desk, election, advance));
  return [
    text("mix.what"),
    ...steps(
      [
        "compare.title",
        text("compare.text"),
        comparison("election.fingerprint", election.fingerprint),
        text("mix.total"),
        comparison("tally.fingerprint", base64Unpadded(desk.task.encrypted_tally)),
      ],
      ["mix.title", text("mix.text"), fault, place, button],
    ),
  ];
}

/** The state "shuffles-awaited". */
export function shufflesAwaited(desk) {
  return [section("mixing.title", text("mixing.text")), refreshing(desk)];
}
