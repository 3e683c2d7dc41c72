// After the closing: compares what is to be opened with the public board, decrypts the guardian's share of it, sends it.

import { element } from "../booth/elements.js";
import { base64Unpadded } from "../protocol/hashing.js";
import { checkBoard } from "./board_check.js";
import { keyField } from "./key_field.js";
import { readOwnElection } from "./own_election.js";
import { actionButton, comparison, faultPlace, sentenceOf, steps, text } from "./pieces.js";
import { checkPromise } from "./promise.js";
import { DeskError, sendShare } from "./server.js";
import { progressBar, work } from "./work.js";
import { say } from "./words.js";

function comparing(desk, election) {
  const box = element("input", { id: "compared", type: "checkbox", checked: desk.compared });
  box.addEventListener("change", () => {
    desk.compared = box.checked;
  });
  return [
    "compare.title",
    text("compare.text"),
    comparison("election.fingerprint", election.fingerprint),
    element("label.check", { for: "compared" }, box, element("span", {}, say("compare.done"))),
    text("compare.total"),
    comparison("tally.fingerprint", base64Unpadded(desk.task.encrypted_tally)),
  ];
}

function choosing(desk) {
  const facts = { uuid: desk.uuid, expected: desk.task.public_key, good: "key.good", isGood: desk.key !== null, exchange: desk.task.exchange };
  const take = (key) => {
    desk.key = key;
  };
  return ["choose.title", text("choose.text"), keyField("share-key", facts, take)];
}

/** Checks the board, makes the share and sends it. One that is there already may be ours, when an earlier answer was lost: the state says so. */
async function give(desk, election, { checked, decrypted }) {
  if (!desk.compared) throw new DeskError("not-compared");
  if (!desk.key) throw new DeskError("key-missing");
  const { ballots_to_open: opened, encrypted_tally: totals, number: owner } = desk.task;
  const tally = opened ?? totals;
  if (!desk.handed) {
    await checkBoard(election, tally, checked);
    const facts = { type: "share", election: election.raw, tally, key: desk.key, owner };
    desk.handed = await work(facts, decrypted); // sent again as it was, when an answer is lost
  }
  try {
    await sendShare(desk, desk.handed);
  } catch (error) {
    if (error.code !== "guardian-share-already") {
      if (error.code !== "unreachable") desk.handed = null; // refused: another one is made
      throw error;
    }
  }
  await checkPromise(desk, desk.handed);
  const task = await desk.ask();
  Object.assign(desk, { key: null, handed: null });
  desk.take(task);
}

function told({ of, group }) {
  if (group) return text("share.group", { size: group.size, threshold: group.threshold });
  return text(of === 1 ? "share.alone" : "share.together");
}

/** The state "share-needed". */
export function shareNeeded(desk) {
  let election;
  try {
    election = readOwnElection(desk);
  } catch (error) {
    return [element("p.refusal", { role: "alert" }, sentenceOf(error))];
  }
  const fault = faultPlace("share-fault");
  const [checking, decrypting] = [progressBar("checking", "board.checking"), progressBar("decrypting")];
  const bars = { checked: checking.advance, decrypted: decrypting.advance };
  const button = actionButton("give", "give.busy", fault, () => give(desk, election, bars));
  return [
    told(desk.task),
    ...steps(comparing(desk, election), choosing(desk), ["give.title", text("give.text"), text("give.checked"), fault, checking.place, decrypting.place, button]),
  ];
}
