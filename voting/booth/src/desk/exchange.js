// A group makes its key: this guardian's step now, who is waited for, and the page going on by itself while it is open.

import { button, element } from "../booth/elements.js";
import { saveFile } from "../booth/files.js";
import { keyFileName } from "../protocol/keys.js";
import { generateSeed, keysOf } from "../protocol/pki.js";
import { seedFile } from "../protocol/seed_file.js";
import { doWork, hasWork, sendBeginning } from "./exchange_work.js";
import { actionButton, faultPlace, section, sentenceOf, steps, text } from "./pieces.js";
import { seedField } from "./seed_field.js";
import { DeskError } from "./server.js";
import { say } from "./words.js";

const LOOK_AGAIN_MS = 3000;

/** Says what a lost file of this group costs. */
export function groupLoss({ size, threshold }) {
  return element("p.warning", {}, element("strong", {}, say("group.loss", { enough: threshold, lost: size - threshold + 1 })));
}

function explanation({ exchange }) {
  const { size, threshold } = exchange;
  return section(
    "what.title",
    text("group.what", { size, threshold }),
    text("group.visits"),
    text("what.yours"),
    groupLoss(exchange),
  );
}

function waitedSentence({ waited }) {
  return say("group.waited", { waited: waited.join(", ") });
}

/** Looks again every few seconds as long as the page waits for others; whoever is waited for is said anew. */
export function lookAgain(desk) {
  clearTimeout(desk.watch);
  desk.watch = setTimeout(async () => {
    const seen = desk.task;
    let task = seen;
    try {
      task = await desk.ask();
    } catch {
      // no answer: the page looks again
    }
    if (desk.task !== seen) return; // somebody pressed a button meanwhile
    if (task.state !== seen.state) {
      desk.take(task);
      return;
    }
    desk.task = task;
    const place = document.getElementById("waited");
    const sentence = place && waitedSentence(task.exchange);
    if (place && place.textContent !== sentence) place.textContent = sentence; // read out only when it changes
    lookAgain(desk);
  }, LOOK_AGAIN_MS);
}

/** The field for the seed, as long as it is not here; with it, the page goes on by itself. */
function seedOrGoingOn(desk) {
  if (desk.seeded) return section("open.title", text("open.text"));
  const { uuid, task: { exchange } } = desk;
  const take = (keys) => {
    if (!keys) return;
    desk.seeded = keys;
    desk.draw();
  };
  return section("choose.title", text("group.choose"), ...seedField("seed", { uuid, exchange, good: "key.good" }, (keys) => keys, take));
}

function making(desk) {
  const make = () => {
    desk.made = { keys: keysOf(generateSeed()), proven: false };
    desk.draw();
  };
  const { uuid, task: { exchange } } = desk;
  const take = (keys) => {
    if (!keys) return;
    desk.made = { keys, proven: true, own: true };
    desk.draw();
  };
  const own = element(
    "details",
    {},
    element("summary", {}, say("own.title")),
    text("group.own"),
    ...seedField("own-seed", { uuid, exchange, good: "key.good" }, (keys) => keys, take),
  );
  return [explanation(desk.task), element("div.actions", {}, button(say("make"), make, { kind: "button.primary" })), own];
}

function saving({ uuid, task, made }) {
  const content = () => seedFile(made.keys, { uuid, name: task.name });
  const save = () => saveFile({ name: keyFileName(task.number, uuid), content: content(), type: "application/json" });
  const groups = made.keys.seed.replace(/(.{4})(?=.)/g, "$1 ");
  const paper = element(
    "details",
    {},
    element("summary", {}, say("seed.paper")),
    text("seed.note"),
    element("code.code", { translate: "no" }, groups),
  );
  return ["save.title", text("save.text"), groupLoss(task.exchange), button(say("save"), save, { kind: "button.primary" }), paper];
}

function proving(desk) {
  const { uuid, made, task: { exchange } } = desk;
  const facts = { uuid, exchange, good: "key.good", isGood: made.proven };
  const check = (keys) => {
    if (keys.seed !== made.keys.seed) throw new DeskError("key-other");
    return keys;
  };
  const take = (keys) => {
    made.proven = keys !== null;
    if (made.proven) document.getElementById("send-fault").textContent = "";
  };
  return ["prove.title", text("prove.text"), ...seedField("prove", facts, check, take)];
}

async function begin(desk, keys) {
  const task = await sendBeginning(desk, keys);
  Object.assign(desk, { seeded: keys, made: null, worked: "" });
  desk.take(task);
}

function sending(desk) {
  const fault = faultPlace("send-fault");
  const send = () => {
    if (!desk.made.proven) throw new DeskError("key-not-proven");
    return begin(desk, desk.made.keys);
  };
  return ["send.title", text("group.send"), fault, actionButton("send", "send.busy", fault, send)];
}

/** A certificate is there, its promise is not: an earlier visit was broken off. The same key goes on. */
function takingUp(desk) {
  const fault = faultPlace("send-fault");
  const go = () => {
    if (!desk.seeded) throw new DeskError("key-missing");
    return begin(desk, desk.seeded);
  };
  return [seedOrGoingOn(desk), section("send.title", text("group.send"), fault, actionButton("send", "send.busy", fault, go))];
}

/** The state "certificate-needed". */
export function certificateNeeded(desk) {
  if (desk.task.exchange.certificate !== null && !desk.made) return takingUp(desk);
  if (!desk.made) return making(desk);
  return desk.made.own ? steps(sending(desk)) : steps(saving(desk), proving(desk), sending(desk));
}

/** The states "certificates-awaited" and "polynomials-awaited". */
export function othersAwaited(desk) {
  lookAgain(desk);
  const { exchange, state } = desk.task;
  const done = state === "certificates-awaited" ? "first.done" : "second.done";
  return [
    section("wait.title", text(done), element("p", { id: "waited", role: "status" }, waitedSentence(exchange)), text("group.mail")),
    seedOrGoingOn(desk),
    groupLoss(exchange),
  ];
}

function work(desk, fault) {
  const go = async () => desk.take(await doWork(desk, desk.seeded));
  const made = actionButton("go", "go.busy", fault, go);
  if (desk.worked !== desk.task.state) {
    desk.worked = desk.task.state; // by itself once; after a failure, with the button
    setTimeout(() => made.click());
  }
  return made;
}

/** The states "polynomial-needed" and "check-needed": with the seed, the work begins by itself. */
export function workNeeded(desk) {
  const { state } = desk.task;
  const title = state === "check-needed" ? "third.title" : "second.title";
  const what = state === "check-needed" ? "third.text" : "second.text";
  if (!desk.seeded || !hasWork(state)) return [section(title, text(what)), seedOrGoingOn(desk)];
  const fault = faultPlace("work-fault");
  return [section(title, text(what), fault, work(desk, fault))];
}

/** The state "exchange-stopped". */
export function exchangeStopped(desk) {
  Object.assign(desk, { made: null, seeded: null, worked: "" });
  lookAgain(desk);
  const { code, by, about } = desk.task.exchange.fault;
  const reason = sentenceOf({ code: `fault-${code}`, values: { by, about: about ?? "" } });
  return [section("stopped.title", element("p.refusal", { role: "alert" }, reason), text("stopped.text"))];
}
