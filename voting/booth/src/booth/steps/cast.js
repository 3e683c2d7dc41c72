// Casting: the birth date, the sending, and whatever can go wrong with it.

import { startAttempt } from "../attempt.js";
import { parseBirthDate, splitDate } from "../birth_date.js";
import { button, element, fill } from "../elements.js";
import { actions, primary } from "../frame.js";
import { announce, notice } from "../notices.js";
import { forgetIdentity, forgetSealed, keepReceiptOnly } from "../paper.js";
import { placeOf, refusalSentence } from "../refusals.js";
import { castBallot } from "../server.js";
import { say } from "../words.js";

const FIELDS = [
  { name: "day", size: 2, autocomplete: "bday-day" },
  { name: "month", size: 2, autocomplete: "bday-month" },
  { name: "year", size: 4, autocomplete: "bday-year" },
];

function fillAll(draft, parts) {
  Object.assign(draft, parts);
  for (const { name } of FIELDS) document.getElementById(`birth-${name}`).value = draft[name];
}

function birthField(draft, { name, size, autocomplete }) {
  const paste = (event) => {
    const parts = splitDate(event.clipboardData.getData("text"));
    if (!parts) return;
    event.preventDefault();
    fillAll(draft, parts);
  };
  return element(
    "div.date-part",
    {},
    element("label", { for: `birth-${name}` }, say(`birth.${name}_label`)),
    element("input", {
      id: `birth-${name}`,
      type: "text",
      inputmode: "numeric",
      autocomplete,
      class: `digits-${size}`,
      value: draft[name],
      "aria-describedby": "birth-fault",
      onInput: (event) => (draft[name] = event.target.value),
      onPaste: paste,
    }),
  );
}

function birthDate(draft) {
  return element(
    "fieldset.field",
    {},
    element("legend", {}, say("birth.legend")),
    element("p.hint", {}, say("birth.hint")),
    element("p.at-field", { id: "birth-fault", hidden: true }),
    element("div.date", {}, ...FIELDS.map((field) => birthField(draft, field))),
  );
}

function markBirthDate(sentence, wrong) {
  const fault = document.getElementById("birth-fault");
  fault.textContent = sentence ?? "";
  fault.hidden = !sentence;
  for (const { name } of FIELDS) {
    const field = document.getElementById(`birth-${name}`);
    if (sentence && (wrong === "all" || wrong === name)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (sentence) document.getElementById(`birth-${wrong === "all" ? "day" : wrong}`).focus();
}

function sendingMessage({ sending, uncertain }) {
  const { phase, refusal, incident } = sending;
  if (phase === "busy") return [element("p", {}, say("cast.busy")), element("progress", { "aria-label": say("cast.busy") })];
  if (phase === "slow") return notice("warning", element("p", {}, say("cast.slow")), element("p", {}, say("cast.safe")));
  if (phase === "lost") {
    const what = incident ? say("cast.incident", { number: incident }) : say("cast.lost");
    return notice("refusal", element("p", {}, what), element("p", {}, say("cast.safe")));
  }
  if (phase === "refused" && placeOf(refusal) === "here") {
    return notice("refusal", element("p", {}, refusalSentence(refusal)), uncertain && element("p", {}, say("cast.perhaps")));
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
