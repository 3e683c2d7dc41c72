// The page that verifies a dropped archive: it chooses, waits, and shows the report. Nothing is sent anywhere.

import { button, element, fill } from "../booth/elements.js";
import { chooseLanguage } from "../booth/words.js";
import { learn, say, speak, spoken } from "../desk/words.js";
import { download, uuidOf } from "./download.js";
import { progressOf } from "./progress.js";
import { showReport, verdictOf } from "./report_page.js";
import { startVerifying } from "./work.js";
import WORDS from "./words.json" with { type: "json" };

const main = document.getElementById("verifier");
const live = document.getElementById("live");
const saved = document.getElementById("worker") !== null;
const uuid = saved ? null : uuidOf(location.search);
const page = { report: null, working: null, stop: () => {}, fault: "" };

function announce(sentence) {
  live.textContent = sentence;
}

function field(id, hint) {
  const described = hint ? { "aria-describedby": `${id}-hint` } : {};
  return [
    element("label", { for: id }, say(id)),
    hint ? element("p.hint", { id: `${id}-hint` }, hint) : null,
    element("input", { type: "file", id, accept: ".bel", ...described }),
  ];
}

function chosen(id) {
  return document.getElementById(id).files[0] ?? null;
}

function verifyChosen() {
  const [file, earlier] = [chosen("file"), chosen("earlier")];
  if (file !== null) begin({ file, earlier });
  else {
    document.getElementById("fault").textContent = say("file.missing");
    document.getElementById("file").focus();
  }
}

function editionSection() {
  if (uuid === null) return null;
  return element(
    "section",
    {},
    element("h2", {}, say("edition")),
    element("p", {}, say("edition.text")),
    button(say("edition.button"), verifyEdition, { id: "edition", kind: "button.primary" }),
  );
}

function choice() {
  return [
    editionSection(),
    element(
      "section",
      {},
      element("h2", {}, say("choose")),
      ...field("file", say("drop")),
      element("p.at-field", { id: "fault", role: "alert" }),
      ...field("earlier", say("earlier.hint")),
      element("div.actions", {}, button(say("verify"), verifyChosen, { kind: "button.primary" })),
    ),
    keeping(),
  ];
}

function keeping() {
  if (saved) return null;
  const link = { href: "/booth/verifier-saved.html", download: "verificateur-isoloir.html" };
  return element("section", {}, element("h2", {}, say("save")), element("p", {}, say("save.text")), element("p", {}, element("a.button.quiet", link, say("save.link"))));
}

function content() {
  const title = element("h1", { id: "title", tabindex: "-1" }, say("title"));
  if (page.working) {
    const stop = element("div.actions", {}, button(say("stop"), giveUp));
    return [title, element("section.making", {}, element("h2", {}, page.working.title()), page.working.progress.elements, stop)];
  }
  const fault = page.fault ? element("p.refusal", {}, say(page.fault)) : null;
  if (page.report) {
    const again = element("div.actions", {}, button(say("again"), () => finish({})));
    return [title, element("section", {}, showReport(page.report)), again];
  }
  return [title, element("p", {}, say("lead")), fault, ...choice()];
}

function draw() {
  document.documentElement.lang = spoken();
  document.title = `${say("title")} – Isoloir`;
  const language = document.getElementById("language");
  const other = spoken() === "fr" ? "en" : "fr";
  Object.assign(language, { hidden: false, lang: other, textContent: other === "en" ? "English" : "Français" });
  fill(main, ...content());
}

function finish({ report = null, fault = "", said = "" }) {
  Object.assign(page, { report, fault, working: null });
  draw();
  document.getElementById("title").focus();
  announce(said);
}

function work(name) {
  page.working = { title: () => say("working", { name }), progress: progressOf(announce) };
  Object.assign(page, { report: null, fault: "" });
  draw();
  document.getElementById("title").focus();
  return page.working.progress.show;
}

function begin({ file, earlier }) {
  page.stop();
  page.stop = startVerifying({ file, earlier }, {
    onProgress: work(file.name),
    onReport: (report) => finish({ report, said: verdictOf(report) }),
    onFailure: () => finish({ fault: "failed", said: say("failed") }),
  });
}

async function verifyEdition() {
  const control = new AbortController();
  page.stop = () => control.abort();
  try {
    const file = await download(uuid, work(`${uuid}.bel`), control.signal);
    if (!control.signal.aborted) begin({ file, earlier: null });
  } catch {
    if (!control.signal.aborted) finish({ fault: "edition.lost", said: say("edition.lost") });
  }
}

function giveUp() {
  page.stop();
  finish({ fault: "stopped", said: say("stopped") });
}

function drop(event) {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file && !page.working) begin({ file, earlier: document.getElementById("earlier")?.files[0] ?? null });
}

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", drop);
document.getElementById("language").addEventListener("click", () => {
  speak(spoken() === "fr" ? "en" : "fr");
  draw();
});
learn(WORDS);
speak(chooseLanguage(location.search, document.cookie, navigator.languages ?? []));
draw();
