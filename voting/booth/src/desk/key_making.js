// Before the vote: makes the guardian's key, has it saved, has the saved file shown, and only then sends the public part.

import { button, element } from "../booth/elements.js";
import { saveFile } from "../booth/files.js";
import { generateGuardianKey, keyFile, keyFileName, trusteePublicKey } from "../protocol/keys.js";
import { keyField } from "./key_field.js";
import { actionButton, comparison, faultPlace, lossWarning, printButton, section, steps, text } from "./pieces.js";
import { DeskError, sendKey } from "./server.js";
import { say } from "./words.js";

function opened({ number, of, group }) {
  if (group) return text("what.beside", { size: group.size, threshold: group.threshold });
  return text(of === 1 ? "what.alone" : "what.together", { number, of });
}

function explanation(task) {
  return section(
    "what.title",
    opened(task),
    text("what.twice"),
    text("what.yours"),
    lossWarning(),
  );
}

/** A key made with the command line instead: its file shows that it is saved. */
function ownKey(desk) {
  const take = (key) => {
    if (!key) return;
    desk.made = { key, own: true, proven: true };
    desk.draw();
  };
  return element(
    "details",
    {},
    element("summary", {}, say("own.title")),
    text("own.text"),
    element("pre.code", {}, `python -m voting trustee-key --uuid ${desk.uuid} --name "…" --out ${keyFileName(desk.task.number, desk.uuid)}`),
    keyField("own-key", { uuid: desk.uuid, expected: null, good: "key.good" }, take),
  );
}

function beforeMaking(desk) {
  const make = () => {
    desk.made = { key: generateGuardianKey(), own: false, proven: false };
    desk.draw();
  };
  return [explanation(desk.task), element("div.actions", {}, button(say("make"), make, { kind: "button.primary" })), ownKey(desk)];
}

function saving({ uuid, task, made }) {
  const save = () =>
    saveFile({
      name: keyFileName(task.number, uuid),
      content: keyFile(made.key, { uuid, name: task.name }),
      type: "application/json",
    });
  return ["save.title", text("save.text"), lossWarning(), button(say("save"), save, { kind: "button.primary" })];
}

function proving(desk) {
  const { uuid, made } = desk;
  const facts = { uuid, expected: made.key.publicKey, good: "key.good", isGood: made.proven };
  const take = (key) => {
    made.proven = key !== null;
    if (made.proven) document.getElementById("send-fault").textContent = "";
  };
  return ["prove.title", text("prove.text"), keyField("prove", facts, take)];
}

/** Sends the public part. A key that is there already may be ours, when an earlier answer was lost: we look. */
async function send(desk) {
  const { made } = desk;
  if (!made.proven) throw new DeskError("key-not-proven");
  try {
    await sendKey(desk, trusteePublicKey(made.key));
  } catch (error) {
    if (error.code !== "guardian-key-already") throw error;
  }
  const task = await desk.ask();
  if (task.public_key !== made.key.publicKey) throw new DeskError("key-registered-other");
  desk.made = null;
  desk.take(task);
}

function sending(desk) {
  const fault = faultPlace("send-fault");
  return ["send.title", text("send.text"), fault, actionButton("send", "send.busy", fault, () => send(desk))];
}

/** The state "key-needed". */
export function keyNeeded(desk) {
  if (!desk.made) return beforeMaking(desk);
  const noting = ["print.title", text("print.text"), comparison("key.public", desk.made.key.publicKey), printButton()];
  return desk.made.own ? steps(noting, sending(desk)) : steps(saving(desk), proving(desk), noting, sending(desk));
}
