// "Check my sealed ballot": the ballot is first made impossible to cast, and only then opened.

import { startAttempt } from "../attempt.js";
import { button, element, fill } from "../elements.js";
import { announce, busy, notice } from "../notices.js";
import { refusalSentence } from "../refusals.js";
import { spoilBallot } from "../server.js";
import { say } from "../words.js";

function message({ spoiling }) {
  const { phase, refusal } = spoiling;
  if (phase === "busy") return busy(say("spoil.busy"));
  if (phase === "slow") return notice("warning", say("spoil.slow"));
  if (phase === "lost") return notice("refusal", say("spoil.lost"));
  if (phase === "refused") return notice("refusal", refusalSentence(refusal));
  return null;
}

function draw(booth, place) {
  const { phase } = booth.paper.spoiling;
  const label = say(phase === "slow" || phase === "lost" ? "spoil.again" : "spoil.open");
  fill(place, message(booth.paper), phase !== "busy" && button(label, () => spoil(booth)));
}

function report(booth, state) {
  const { paper } = booth;
  const confirmed = state.phase === "done" && state.answer.tracker === paper.sealed.tracker;
  paper.spoiling = state.phase === "done" && !confirmed ? { phase: "lost" } : state;
  if (confirmed) {
    paper.opened = true;
    booth.go("opened");
    return;
  }
  const place = document.getElementById("spoiling");
  if (place) draw(booth, place);
  announce(state.phase === "refused" ? refusalSentence(state.refusal) : say(`spoil.${paper.spoiling.phase}`));
  if (state.phase !== "busy") place?.querySelector("button")?.focus();
}

function spoil(booth) {
  const { paper, vote } = booth;
  const { raw } = paper.sealed;
  const request = (signal) => spoilBallot({ uuid: vote.uuid, raw, language: booth.language(), signal });
  booth.attempt = startAttempt(request, (state) => report(booth, state), booth.attempt);
}

/** What checking means, and the button that does it. Not offered once the ballot may have been cast. */
export function spoilOffer(booth) {
  const { paper } = booth;
  const place = element("div.sending", { id: "spoiling" });
  draw(booth, place);
  return element(
    "details.panel.offer",
    { id: "spoil-offer", hidden: paper.uncertain, open: paper.spoiling.phase !== "idle" },
    element("summary", {}, say("spoil.title")),
    element("p", {}, say("spoil.what")),
    element("p", {}, say("spoil.never_cast")),
    place,
  );
}
