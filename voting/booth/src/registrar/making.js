// Codes are made here, saved, shown to be saved, and only then their public credentials are handed in.

import { button, element } from "../booth/elements.js";
import { saveFile } from "../booth/files.js";
import { startWorker } from "../booth/sealing.js";
import { actionButton, comparison, faultPlace, fileField, printButton, sentenceOf, steps, text } from "../desk/pieces.js";
import { DeskError } from "../desk/server.js";
import { say } from "../desk/words.js";
import { parsePrivateFile, privateFile, publicFile } from "./files.js";
import { fetchList, sendCredentials, sendReplacements } from "./server.js";

const run = startWorker(() => new Worker("/booth/registrar-worker.js"));

function progressBar(n) {
  const bar = element("progress", { max: 1, value: 0, "aria-labelledby": "making" });
  return { bar, place: element("div.making", { role: "status" }, element("p", { id: "making" }, say("making", { n })), bar) };
}

/** The whole list with the new credentials in it; what the server says it has must be what its fingerprint says. */
async function listWith(desk, credentials) {
  const listed = await fetchList(desk);
  const { fingerprint } = await run({ type: "fingerprint", credentials: [...listed.values()] });
  if (fingerprint !== desk.task.fingerprint) throw new DeskError("list-changed");
  return new Map([...listed, ...credentials]);
}

/**
 * Makes codes for `numbers`; `kind` is "first", "anew" or "replaced". `place` shows how far it is, and then the page
 * goes on to what is to be done with them.
 */
export async function makeCodes(desk, numbers, kind, place) {
  const { bar, place: shown } = progressBar(numbers.length);
  place.replaceChildren(shown);
  try {
    const made = await run({ type: "make", uuid: desk.uuid, numbers }, (part) => {
      bar.value = part;
    });
    const whole = kind === "replaced" ? await listWith(desk, made.credentials) : made.credentials;
    const { fingerprint } = await run({ type: "fingerprint", credentials: [...whole.values()] });
    desk.made = { kind, codes: made.codes, credentials: made.credentials, whole, fingerprint, proven: false };
    desk.draw();
  } catch (error) {
    place.replaceChildren();
    throw error;
  }
}

function fileName(desk, stem) {
  const again = desk.made.kind === "replaced" ? `-${say("file.replaced")}-${desk.task.record.replacements + 1}` : "";
  return `${stem}-${desk.uuid.slice(0, 6)}${again}.csv`;
}

function actions(...buttons) {
  return element("div.actions", {}, ...buttons);
}

function saving(desk) {
  const save = (stem, content) => saveFile({ name: fileName(desk, stem), content, type: "text/csv" });
  return [
    "save.title",
    text("save.secret"),
    element("p.warning", {}, element("strong", {}, say("save.warning"))),
    actions(button(say("save.codes"), () => save(say("file.codes"), privateFile(desk.made.codes)), { kind: "button.primary" })),
    text("save.public"),
    actions(button(say("save.credentials"), () => save("credentials", publicFile(desk.made.whole)))),
  ];
}

/** Throws DeskError `file-other` unless `file` holds exactly the codes that were made here. */
async function readSaved(file, { codes }) {
  const saved = parsePrivateFile(await file.text());
  const same = saved.size === codes.size && [...codes].every(([number, code]) => saved.get(number) === code);
  if (!same) throw new DeskError("file-other");
  return true;
}

function proving({ made }) {
  const take = (proven) => {
    made.proven = proven === true;
    if (made.proven) document.getElementById("send-fault").textContent = "";
  };
  const options = { label: "prove.file", accept: ".csv,text/csv", good: "prove.good", isGood: made.proven };
  const field = fileField("prove", { ...options, read: (file) => readSaved(file, made) }, take);
  return ["prove.title", text("prove.text"), field];
}

function noting({ made }) {
  return ["note.title", text("note.text"), comparison("fingerprint", made.fingerprint), printButton()];
}

/** Hands the credentials in. The server must then have the list whose fingerprint was noted. */
async function send(desk) {
  const { made } = desk;
  if (!made.proven) throw new DeskError("codes-not-proven");
  if (made.kind === "replaced") await sendReplacements(desk, made.credentials);
  else await sendCredentials(desk, made.credentials, { anew: made.kind === "anew" });
  const task = await desk.ask();
  if (task.fingerprint !== made.fingerprint) throw new DeskError("list-other");
  desk.made = null;
  desk.sent = made.kind;
  desk.take(task);
}

function sending(desk) {
  const fault = faultPlace("send-fault");
  const words = desk.made.kind === "replaced" ? "send.replaced" : "send.text";
  return ["send.title", text(words), fault, actionButton("send", "send.busy", fault, () => send(desk))];
}

function givingUp(desk) {
  const giveUp = () => {
    desk.made = null;
    desk.draw();
  };
  return actions(button(say("give_up"), giveUp));
}

/** What there is to do with codes that were made and not handed in. */
export function handingIn(desk) {
  const title = text(desk.made.kind === "replaced" ? "made.replaced" : "made.whole", { n: desk.made.codes.size });
  return [title, ...steps(saving(desk), proving(desk), noting(desk), sending(desk)), givingUp(desk)];
}

/** A button that makes codes for what `numbers()` gives, with the place where it shows how far it is. */
export function makingButton(desk, key, kind, numbers) {
  const fault = faultPlace(`${kind}-fault`);
  const place = element("div");
  const make = button(say(key), async () => {
    if (make.getAttribute("aria-disabled")) return;
    fault.textContent = "";
    make.setAttribute("aria-disabled", "true");
    try {
      await makeCodes(desk, numbers(), kind, place);
    } catch (error) {
      fault.textContent = sentenceOf(error);
    } finally {
      make.removeAttribute("aria-disabled");
    }
  }, { kind: "button.primary" });
  return [fault, actions(make), place];
}
