// The guardian's desk: makes the key and the share here, on the guardian's machine. Nothing is kept when it is closed.

import { button, element, fill } from "../booth/elements.js";
import { chooseLanguage, languageCookie } from "../booth/words.js";
import { keyNeeded } from "./key_making.js";
import { sentenceOf, text } from "./pieces.js";
import { DeskError, fetchTask } from "./server.js";
import { shareNeeded } from "./share_giving.js";
import { counted, keyReceived, shareReceived, voteRunning } from "./waiting.js";
import { say, speak, spoken } from "./words.js";

const STATES = {
  "key-needed": keyNeeded,
  "key-received": keyReceived,
  "vote-running": voteRunning,
  "share-needed": shareNeeded,
  "share-received": shareReceived,
  counted,
};
const main = document.getElementById("desk");

const desk = {
  uuid: location.pathname.split("/")[2] ?? "",
  token: "",
  task: null,
  failure: null,
  made: null, // a key made here whose public part has not arrived yet: { key, own, proven }
  compared: false,
  key: null, // the key read from its file, for the share
  language: spoken,
  draw,
  reload,
  ask: () => fetchTask(desk),
  take,
};

function drawFrame() {
  const other = spoken() === "fr" ? "en" : "fr";
  document.documentElement.lang = spoken();
  document.title = `${say("desk")} – ${desk.task?.edition_name ?? "Isoloir"}`;
  document.getElementById("town").textContent = desk.task?.town ?? "Isoloir";
  document.getElementById("edition").textContent = desk.task?.edition_name ?? say("desk");
  const language = document.getElementById("language");
  language.hidden = false;
  language.lang = other;
  language.textContent = other === "en" ? "English" : "Français";
  language.onclick = () => {
    document.cookie = languageCookie(other, location.protocol === "https:");
    speak(other);
    draw();
    language.focus();
  };
}

function heading(sentence) {
  return element("h1", { id: "title", tabindex: "-1" }, sentence);
}

function content() {
  if (!desk.token) return [heading(say("no_token.title")), text("no_token.text")];
  if (desk.failure) {
    const retry = element("div.actions", {}, button(say("retry"), reload, { kind: "button.primary" }));
    return [heading(say("desk")), element("p.refusal", { role: "alert" }, sentenceOf(desk.failure)), retry];
  }
  const { name, number, of, edition_name: edition, state } = desk.task;
  return [heading(say("hello", { name })), text("role", { number, of, edition }), ...STATES[state](desk)];
}

function draw() {
  drawFrame();
  fill(main, ...content());
  document.getElementById("title").focus({ preventScroll: true });
}

function take(task) {
  desk.failure = Object.hasOwn(STATES, task.state) ? null : new DeskError("state-unknown");
  desk.task = task;
  draw();
  scrollTo(0, 0);
}

async function reload() {
  try {
    take(await fetchTask(desk));
  } catch (error) {
    desk.failure = error;
    draw();
  }
}

/** Takes the token out of the address, so that it stays in no history and on no screen. */
function takeLink() {
  const token = location.hash.slice(1);
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (token !== desk.token) Object.assign(desk, { token, task: null, made: null, compared: false, key: null });
}

/** A key whose public part has not arrived is worth a question before the page is left. */
function keepFromLeaving(event) {
  if (desk.made) event.preventDefault();
}

function open() {
  takeLink();
  if (desk.token) reload();
  else draw();
}

addEventListener("beforeunload", keepFromLeaving);
addEventListener("hashchange", open);
speak(chooseLanguage(location.search, document.cookie, navigator.languages ?? []));
open();
