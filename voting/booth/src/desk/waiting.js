// Between the key and the share, and after it: nothing to send; the guardian can check the key file and compare.

import { button, element } from "../booth/elements.js";
import { base64Unpadded } from "../protocol/hashing.js";
import { groupLoss, lookAgain } from "./exchange.js";
import { keyField } from "./key_field.js";
import { readOwnElection } from "./own_election.js";
import { comparison, lossWarning, printButton, section, sentenceOf, text } from "./pieces.js";
import { say } from "./words.js";

function checking({ uuid, task }) {
  const facts = { uuid, expected: task.public_key, good: "key.good", exchange: task.exchange };
  return section("check.title", text("check.text"), keyField("check", facts, () => {}));
}

function loss({ exchange }) {
  return exchange ? groupLoss(exchange) : lossWarning();
}

/** What all of a group must see alike: the certificates that the key was made with. */
function groupFingerprint({ certificates }) {
  return [comparison("group.fingerprint", base64Unpadded(JSON.stringify(certificates))), text("group.compare")];
}

/** The button that asks again how things stand. */
export function refreshing(desk) {
  return element("div.actions.no-print", {}, button(say("refresh"), () => desk.reload()));
}

/** The state "key-received". */
export function keyReceived(desk) {
  const { exchange, public_key: publicKey } = desk.task;
  if (exchange) {
    desk.seeded = null;
    lookAgain(desk);
  }
  const together = exchange ? groupFingerprint(exchange) : [];
  return [
    section("received.title", text("received.text"), comparison("key.public", publicKey), text("received.compare"), ...together, printButton()),
    checking(desk),
    section("lost.title", text(exchange ? "lost.group" : "lost.before")),
    refreshing(desk),
  ];
}

/** The state "vote-running": the vote is set up, and not yet closed. */
export function voteRunning(desk) {
  let election;
  try {
    election = readOwnElection(desk);
  } catch (error) {
    return [element("p.refusal", { role: "alert" }, sentenceOf(error)), refreshing(desk)];
  }
  return [
    section(
      "running.title",
      text("running.text"),
      text("running.yours"),
      comparison("election.fingerprint", election.fingerprint),
      text("running.compare"),
      printButton(),
    ),
    loss(desk.task),
    checking(desk),
    refreshing(desk),
  ];
}

/** The state "share-received". */
export function shareReceived(desk) {
  return [section("given.title", text(desk.task.group ? "given.group" : "given.text")), refreshing(desk)];
}

/** The state "counted". */
export function counted() {
  const link = (key, href) => element("a.button", { href }, say(key));
  const links = element("div.actions", {}, link("counted.result", "/resultats"), link("counted.verify", "/verifier"));
  return [section("counted.title", text("counted.text"), links)];
}
