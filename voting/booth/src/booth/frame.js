// What stands around every step: the town, the language switch, where one is in the vote, the foot of the page.

import { button, element, fill } from "./elements.js";
import { notice } from "./notices.js";
import { say, spoken } from "./words.js";

const STAGES = ["welcome", "choose", "summary", "sealed", "receipt"];

function stageNumber(step) {
  return STAGES.indexOf(step === "opened" ? "sealed" : step) + 1;
}

function stageItem(stage, number, now) {
  const current = number === now;
  const state = current ? "now" : number < now ? "past" : "ahead";
  return element(
    `li.stage.${state}`,
    { "aria-current": current ? "step" : null },
    element("span.stage-number", { "aria-hidden": "true" }, String(number)),
    element("span.stage-name", {}, say(`stage.${stage}`)),
    number < now && element("span.unseen", {}, ` ${say("stage.done")}`),
  );
}

function drawStages(step) {
  const nav = document.getElementById("steps");
  const now = stageNumber(step);
  nav.hidden = now === 0;
  nav.setAttribute("aria-label", say("stage.list"));
  const items = STAGES.map((stage, i) => stageItem(stage, i + 1, now));
  fill(nav, element("ol", { "data-now": now }, ...items));
}

function placeName(stage) {
  if (stage === 0) return say("page.booth");
  return say("title.stage", { stage, of: STAGES.length, name: say(`stage.${STAGES[stage - 1]}`) });
}

function drawFoot(vote) {
  const details =
    vote &&
    element(
      "details",
      {},
      element("summary", {}, say("foot.about")),
      element("p", {}, say("foot.promise")),
      element("p", {}, say("foot.fingerprint"), " ", element("code.code", {}, vote.fingerprint)),
      element("p", {}, say("foot.files")),
    );
  fill(document.getElementById("foot"), details);
}

/** Draws everything around `step` in the language spoken; `onLanguage` is called with the language chosen. */
export function drawFrame(step, vote, onLanguage) {
  const other = spoken() === "fr" ? "en" : "fr";
  document.documentElement.lang = spoken();
  document.getElementById("town").textContent = vote?.town ?? "Isoloir";
  const edition = document.getElementById("edition");
  edition.textContent = vote?.name ?? say("page.booth");
  if (vote) edition.lang = vote.language;
  const stage = stageNumber(step);
  document.title = `${placeName(stage)} – ${vote?.name ?? "Isoloir"}`;
  const language = document.getElementById("language");
  language.hidden = false;
  language.lang = other;
  language.textContent = other === "en" ? "English" : "Français";
  language.onclick = () => onLanguage(other);
  drawStages(step);
  drawFoot(vote);
}

/** The content of a step: its heading, what has to be said first, the rest. */
export function page(title, said, ...content) {
  return [
    element("h1", { id: "title", tabindex: "-1" }, title),
    said && notice("refusal", said),
    ...content,
  ];
}

/** The row of buttons at the end of a step. */
export function actions(...buttons) {
  return element("div.actions", {}, ...buttons);
}

/** The button that leads on. */
export function primary(label, action, attributes = {}) {
  return button(label, action, { kind: "button.primary", ...attributes });
}
