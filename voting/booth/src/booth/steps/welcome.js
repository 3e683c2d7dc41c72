// First step: what this vote is, and who votes.

import { button, element, fill } from "../elements.js";
import { actions, page, primary } from "../frame.js";
import { findCodeFault, findRollNumberFault, tidyCode } from "../identity.js";
import { announce, markField, textField } from "../notices.js";
import { moment, money, say } from "../words.js";
import { choicesSentence } from "./pieces.js";

const CODE_FORM = "xxxxx-xxxxxx-xxxxx-xxxxxx";

function facts(vote) {
  const { rules, list, closesAt, revoteAllowed } = vote;
  const lines = [
    choicesSentence(vote),
    rules.blank && say("welcome.blank"),
    say("welcome.budget", { budget: money(list.budget, list.currency) }),
    say("welcome.until", { time: moment(closesAt) }),
    say(revoteAllowed ? "welcome.revote" : "welcome.once"),
  ];
  return element("ul.facts", {}, ...lines.filter(Boolean).map((line) => element("li", {}, line)));
}

function knownVoter(booth) {
  const { identity } = booth.paper;
  const change = () => {
    booth.paper.identity = null;
    booth.refresh("roll-number");
  };
  return element(
    "div.known",
    {},
    element("p", {}, element("strong", {}, say("identify.known", { number: identity.rollNumber }))),
    element("p", {}, say("identify.from_link")),
    button(say("identify.other"), change, { kind: "button.quiet" }),
  );
}

function fields(draft) {
  return [
    textField({
      id: "roll-number",
      label: say("identify.roll"),
      hint: say("identify.roll_hint"),
      value: draft.rollNumber,
      keep: (text) => (draft.rollNumber = text),
      attributes: { inputmode: "numeric", maxlength: 9, class: "short" },
    }),
    textField({
      id: "code",
      label: say("identify.code"),
      hint: say("identify.code_hint", { form: CODE_FORM }),
      value: draft.code,
      keep: (text) => (draft.code = text),
      attributes: { autocapitalize: "none", spellcheck: "false", autocorrect: "off", translate: "no", class: "code" },
    }),
  ];
}

function checkField(id, fault) {
  markField(id, fault && say(fault.key, fault.values));
  return fault === null;
}

function tidyFields(draft) {
  draft.code = tidyCode(draft.code);
  draft.rollNumber = draft.rollNumber.trim();
  document.getElementById("code").value = draft.code;
}

function readIdentity(paper) {
  const { draft } = paper;
  tidyFields(draft);
  const numberFits = checkField("roll-number", findRollNumberFault(draft.rollNumber));
  const codeFits = checkField("code", findCodeFault(draft.code));
  if (!numberFits || !codeFits) {
    document.getElementById(numberFits ? "code" : "roll-number").focus();
    return false;
  }
  paper.identity = { rollNumber: draft.rollNumber, code: draft.code };
  return true;
}

/** Checks a field as soon as it is left for another: not for the button, which the sentence would push away. */
function checkLeft(event, draft) {
  const { id, value } = event.target;
  if (!value?.trim() || event.relatedTarget?.tagName !== "INPUT") return;
  if (id === "roll-number") checkField(id, findRollNumberFault(value));
  if (id === "code") {
    tidyFields(draft);
    checkField(id, findCodeFault(draft.code));
  }
}

function waitForPictures(booth, place) {
  const skip = button(say("pictures.skip"), booth.pictures.giveUp);
  const text = say("pictures.waiting");
  fill(place, element("p", {}, text), skip);
  announce(text);
}

async function enter(booth, place) {
  if (!booth.paper.identity && !readIdentity(booth.paper)) return;
  if (booth.pictures.pending() > 0) waitForPictures(booth, place);
  await booth.pictures.settled;
  if (booth.isAt("welcome")) booth.go("choose");
}

/** The page of this step. */
export function welcome(booth) {
  const { paper, vote } = booth;
  const place = element("div.waiting", {});
  const submit = (event) => {
    event.preventDefault();
    enter(booth, place);
  };
  const form = element(
    "form.panel",
    { novalidate: true, autocomplete: "off", onSubmit: submit, onFocusout: (event) => checkLeft(event, paper.draft) },
    element("h2", {}, say("identify.title")),
    paper.identity ? knownVoter(booth) : fields(paper.draft),
    place,
    actions(primary(say("welcome.start"), null, { type: "submit" })),
  );
  return page(
    say("welcome.title"),
    booth.said(),
    element("p.lead", {}, say("welcome.lead")),
    vote.description && element("p", { lang: vote.language }, vote.description),
    facts(vote),
    form,
  );
}
