// Casting: the birth date, the sending, and whatever can go wrong with it.

import { startAttempt } from "../attempt.js";
import { parseBirthDate } from "../birth_date.js";
import { button, element, fill } from "../elements.js";
import { actions, primary } from "../frame.js";
import { announce, busy, notice } from "../notices.js";
import { forgetIdentity, forgetSealed, keepReceiptOnly } from "../paper.js";
import { placeOf, refusalSentence } from "../refusals.js";
import { castBallot } from "../server.js";
import { say } from "../words.js";
import { birthDate, markBirthDate } from "./birth_field.js";

function sendingMessage({ sending, uncertain }) {
  const { phase, refusal, incident } = sending;
  if (phase === "busy") return busy(say("cast.busy"));
  if (phase === "slow") return notice("warning", say("cast.slow"), say("cast.safe"));
  if (phase === "lost") {
    const what = incident ? say("cast.incident", { number: incident }) : say("cast.lost");
    return notice("refusal", what, say("cast.safe"));
  }
  if (phase === "refused" && placeOf(refusal) === "here") {
    return notice("refusal", refusalSentence(refusal), uncertain && say("cast.perhaps"));
  }
  return null;
}

function castLabel({ sending, uncertain }) {
  if (sending.phase === "slow" || uncertain) return say("cast.again");
  return say("cast.send");
}

function draw(booth, place) {
  const { paper } = booth;
  const { phase } = paper.sending;
  fill(
    place,
    sendingMessage(paper),
    phase !== "busy" &&
      actions(
        !paper.uncertain && phase !== "slow" && button(say("cast.back"), () => booth.go("summary")),
        primary(castLabel(paper), null, { type: "submit" }),
      ),
  );
}

function redraw(booth) {
  const place = document.getElementById("sending");
  if (place) draw(booth, place);
  const offer = document.getElementById("spoil-offer");
  if (offer) offer.hidden = booth.paper.uncertain || booth.paper.sending.phase !== "refused";
}

function refused(booth, refusal) {
  const { paper } = booth;
  const place = placeOf(refusal);
  const sentence = refusalSentence(refusal);
  if (place === "identify") {
    forgetIdentity(paper);
    booth.go("welcome", refusal);
  } else if (place === "seal") {
    forgetSealed(paper);
    booth.go("summary", refusal);
  } else {
    redraw(booth);
    announce(sentence);
    if (place === "birth") markBirthDate(sentence, "all");
  }
}

/** Takes the receipt, when it is this ballot's. */
function finish(booth, receipt) {
  const { paper } = booth;
  if (receipt.tracker === paper.sealed.tracker) {
    keepReceiptOnly(paper, receipt);
    booth.go("receipt");
    return;
  }
  paper.uncertain = true;
  report(booth, { phase: "refused", refusal: { code: "receipt-mismatch", facts: {} } });
}

function report(booth, state) {
  const { paper } = booth;
  paper.sending = state;
  if (state.phase === "done") {
    finish(booth, state.answer);
    return;
  }
  if (state.phase === "lost" || state.phase === "slow") paper.uncertain = true;
  if (state.phase === "refused") {
    refused(booth, state.refusal);
    return;
  }
  redraw(booth);
  announce([say(`cast.${state.phase}`), state.phase === "busy" ? "" : say("cast.safe")].join(" ").trim());
  if (state.phase === "lost" || state.phase === "slow") document.querySelector("#sending button.primary")?.focus();
}

function send(booth) {
  const { paper, vote } = booth;
  const date = parseBirthDate(paper.draft, new Date());
  if (date.fault) {
    markBirthDate(say(date.fault), date.field);
    return;
  }
  markBirthDate(null);
  const { raw } = paper.sealed;
  const { rollNumber } = paper.identity;
  const request = (signal) =>
    castBallot({ uuid: vote.uuid, raw, rollNumber, birthDate: date.iso, language: booth.language(), signal });
  booth.attempt = startAttempt(request, (state) => report(booth, state), booth.attempt);
}

/** The form that casts the ballot. */
export function castForm(booth) {
  const { paper } = booth;
  const place = element("div.sending", { id: "sending" });
  draw(booth, place);
  const submit = (event) => {
    event.preventDefault();
    if (paper.sending.phase !== "busy") send(booth);
  };
  return element(
    "form.panel",
    { novalidate: true, onSubmit: submit },
    element("h2", {}, say("cast.title")),
    element("p", {}, say("cast.lead", { number: paper.identity.rollNumber })),
    birthDate(paper.draft),
    place,
  );
}
