// What the desk shows in each state of the vote.

import { button, element } from "../booth/elements.js";
import { DeskError } from "../desk/server.js";
import { comparison, printButton, section, text } from "../desk/pieces.js";
import { say } from "../desk/words.js";
import { parseNumbers } from "./files.js";
import { handingIn, makingButton } from "./making.js";

function refreshing(desk) {
  return element("div.actions.no-print", {}, button(say("refresh"), () => desk.reload()));
}

function listed(...keys) {
  return element("ul", {}, ...keys.map((key) => element("li", {}, say(key))));
}

/** What a letter holds, what is kept and what is destroyed. */
function letters({ uuid, task }) {
  const link = `${task.base_url}/vote/${uuid}#${say("letters.example")}`;
  return section(
    "letters.title",
    text("letters.print"),
    listed("letters.number", "letters.code", "letters.link"),
    element("p.example", {}, element("code.code", { translate: "no" }, link)),
    element("p.warning", {}, say("letters.birth")),
    text("letters.post"),
    element("h3", {}, say("keep.title")),
    listed("keep.list", "keep.note"),
    element("h3", {}, say("destroy.title")),
    text("destroy.text"),
  );
}

function recorded({ task }) {
  const { lists, replacements, head_hash: head } = task.record;
  return [
    comparison("fingerprint", task.fingerprint),
    text("record.text", { n: task.credentials, lists, replacements }),
    comparison("record.head", head),
    text("record.why"),
    printButton(),
  ];
}

/** The state "roll-awaited". */
export function rollAwaited(desk) {
  return [section("roll.title", text("roll.text")), refreshing(desk)];
}

/** The state "codes-needed". */
export function codesNeeded(desk) {
  if (desk.made) return handingIn(desk);
  const numbers = desk.task.roll_numbers;
  return [
    section(
      "what.title",
      text("what.count", { n: numbers.length }),
      text("what.here"),
      text("what.before"),
      ...makingButton(desk, "make", "first", () => numbers),
    ),
    element("details", {}, element("summary", {}, say("own.title")), text("own.text"), command(desk)),
  ];
}

function command({ uuid }) {
  return element("pre.code", {}, `python -m voting credentials --uuid ${uuid} --roll … --out codes`);
}

function replacing(desk) {
  const input = element("input", { id: "numbers", type: "text", inputmode: "text", autocomplete: "off", "aria-describedby": "numbers-hint" });
  return section(
    "replace.title",
    text("replace.text"),
    text("replace.record"),
    element("div.field", {}, element("label", { for: "numbers" }, say("replace.numbers")), element("p.hint", { id: "numbers-hint" }, say("replace.hint")), input),
    ...makingButton(desk, "replace", "replaced", () => parseNumbers(input.value, desk.task.roll_numbers)),
  );
}

function beginningAgain(desk) {
  const box = element("input", { id: "anew", type: "checkbox" });
  const numbers = () => {
    if (!box.checked) throw new DeskError("anew-not-sure");
    return desk.task.roll_numbers;
  };
  return element(
    "details",
    {},
    element("summary", {}, say("anew.title")),
    text("anew.text"),
    element("label.check", { for: "anew" }, box, element("span", {}, say("anew.sure"))),
    ...makingButton(desk, "anew.make", "anew", numbers),
  );
}

/** The state "codes-received": letters can go out, and lost ones can be replaced. */
export function codesReceived(desk) {
  if (desk.made) return handingIn(desk);
  const done = desk.sent && element("p.done", { role: "status" }, say(desk.sent === "replaced" ? "sent.replaced" : "sent.whole"));
  return [
    done,
    section("received.title", text("received.text"), ...recorded(desk)),
    letters(desk),
    replacing(desk),
    beginningAgain(desk),
    refreshing(desk),
  ];
}

function tooLate(desk, key) {
  return [
    section("frozen.title", text(key), ...(desk.task.record ? recorded(desk) : [])),
    letters(desk),
    refreshing(desk),
  ];
}

/** The state "frozen": the vote is set up. */
export function frozen(desk) {
  return tooLate(desk, "frozen.text");
}

/** The state "vote-opened". */
export function voteOpened(desk) {
  return tooLate(desk, "opened.text");
}
