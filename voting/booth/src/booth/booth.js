// The booth: opens the vote, shows one step after the other, and keeps the voter's paper in memory.

import { startAttempt } from "./attempt.js";
import { fill } from "./elements.js";
import { drawFrame } from "./frame.js";
import { parseLink } from "./identity.js";
import { startLeavingGuard } from "./leaving.js";
import { announce, notice } from "./notices.js";
import { ClosedError, openVote } from "./opening.js";
import { shuffle } from "./order.js";
import { blankPaper, forgetSealed, wouldLose } from "./paper.js";
import { loadPictures } from "./pictures.js";
import { refusalSentence } from "./refusals.js";
import { startSealer } from "./sealing.js";
import { findFault } from "./selection.js";
import { fetchElection } from "./server.js";
import { choose } from "./steps/choose.js";
import { opened } from "./steps/opened.js";
import { receipt } from "./steps/receipt.js";
import { sealed } from "./steps/sealed.js";
import { stopped } from "./steps/stopped.js";
import { summary } from "./steps/summary.js";
import { welcome } from "./steps/welcome.js";
import { startTravel } from "./travel.js";
import { chooseLanguage, languageCookie, loadOtherWords, loadWords, say, speak, spoken } from "./words.js";

const STEPS = { welcome, choose, summary, sealed, opened, receipt, stopped };
const NOT_LOADED = "L’isoloir n’a pas pu s’ouvrir : rechargez la page. The booth could not open: reload the page.";
const main = document.getElementById("booth");

const booth = {
  paper: blankPaper(parseLink(location.hash)),
  vote: null,
  pictures: null,
  drawn: null, // the projects in the order drawn for this voter
  sealer: null,
  attempt: null, // the sending under way
  stop: null, // why the booth cannot be entered
  step: null,
  guard: startLeavingGuard(() => wouldLose(booth.paper)),
  language: spoken,
  said: () => booth.paper.refusal && refusalSentence(booth.paper.refusal),
  isAt: (step) => booth.step === step,
  go,
  refresh,
};

const travel = startTravel({ mayEnter, show: (step) => show(step), isOver: () => booth.paper.receipt !== null });

function isBusy({ sealing, sending, spoiling, uncertain }) {
  return uncertain || [sealing, sending, spoiling].some(({ phase }) => phase === "busy" || phase === "slow");
}

/** Whether the browser's back and forward buttons may lead to `step` now. */
function mayEnter(step) {
  const { paper, vote } = booth;
  if (booth.step === "stopped" || isBusy(paper)) return false;
  if (step === "welcome") return true;
  if (step === "choose") return paper.identity !== null;
  if (step === "summary") return paper.identity !== null && findFault(paper.chosen, vote.rules, vote.list.projects) === null;
  return false;
}

function draw() {
  drawFrame(booth.step, booth.vote, switchLanguage);
  fill(main, STEPS[booth.step](booth));
}

function show(step, refusal = null) {
  const { paper } = booth;
  if (paper.sealed && !["sealed", "opened"].includes(step)) forgetSealed(paper);
  paper.refusal = refusal;
  booth.step = step;
  booth.guard();
  draw();
  window.scrollTo(0, 0);
  document.getElementById("title").focus({ preventScroll: true });
  if (refusal) announce(booth.said());
}

function go(step, refusal = null) {
  if (step === "choose") loadOtherWords();
  travel.to(step);
  show(step, refusal);
}

function refresh(focus) {
  draw();
  document.getElementById(focus)?.focus();
}

async function switchLanguage(tag) {
  await loadWords(tag);
  speak(tag);
  document.cookie = languageCookie(tag, location.protocol === "https:");
  if (booth.step === null) drawFrame(null, null, switchLanguage);
  else draw();
}

function stop(reason) {
  booth.stop = { ...reason, retry: reason.retry ? load : null };
  show("stopped");
}

function stopBecause(error) {
  const { key, values, code } = error;
  if (error instanceof ClosedError) stop({ key, values, retry: key !== "stopped.counted" });
  else if (code === "worker-stopped") stop({ key: "stopped.lost", retry: true });
  else if (code) stop({ key: "stopped.unsound", values: { code } });
  else throw error;
}

async function enter(answer) {
  booth.sealer ??= startSealer(() => new Worker("/booth/worker.js"));
  try {
    booth.vote = await openVote(answer, uuidOfPage(), booth.sealer);
  } catch (error) {
    stopBecause(error);
    return;
  }
  const { projects } = booth.vote.list;
  booth.pictures = loadPictures(projects, () => new Image());
  booth.drawn = shuffle(projects, (draw) => crypto.getRandomValues(draw));
  show("welcome");
}

function uuidOfPage() {
  return location.pathname.split("/")[2] ?? "";
}

function load() {
  const request = () => fetchElection(uuidOfPage(), spoken());
  const report = ({ phase, answer, refusal }) => {
    if (phase === "done") enter(answer);
    if (phase === "slow") stop({ key: "stopped.slow", retry: true });
    if (phase === "lost") stop({ key: "stopped.lost", retry: true });
    if (phase === "refused") stop({ key: knownRefusal(refusal), values: { code: refusal.code }, retry: true });
  };
  booth.attempt = startAttempt(request, report, booth.attempt);
}

function knownRefusal({ code }) {
  return code === "election-unknown" ? "stopped.unknown" : "stopped.refused";
}

/** Another letter's link opened in this tab: another voter, who finds nothing of the one before. */
function takeNewLink() {
  const identity = parseLink(location.hash);
  const known = booth.paper.identity;
  travel.takeOver(booth.step);
  if (identity === null || (identity.code === known?.code && identity.rollNumber === known.rollNumber)) return;
  booth.paper = blankPaper(identity);
  if (!booth.vote) return;
  booth.attempt?.abandon();
  booth.drawn = shuffle(booth.vote.list.projects, (draw) => crypto.getRandomValues(draw));
  show("welcome");
}

/** Something that nobody foresaw: said, with what it means; nothing is lost and nothing was sent by it. */
function sayUnexpected() {
  if (document.getElementById("unexpected")) return;
  const box = notice("refusal", say("page.unexpected"));
  box.id = "unexpected";
  main.prepend(box);
  announce(say("page.unexpected"));
}

addEventListener("error", sayUnexpected);
addEventListener("unhandledrejection", sayUnexpected);
addEventListener("hashchange", takeNewLink);

async function begin() {
  const tag = chooseLanguage(location.search, document.cookie, navigator.languages);
  travel.begin(); // at once: the code leaves the address, and a link opened from now on is heard as another one
  try {
    await loadWords(tag);
  } catch {
    main.textContent = NOT_LOADED;
    return;
  }
  speak(tag);
  drawFrame(null, null, switchLanguage);
  load();
}

begin();
