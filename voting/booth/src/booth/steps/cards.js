// The projects as cards: a real field each, the facts beside it, the summary to be opened.

import { element } from "../elements.js";
import { valueOf } from "../selection.js";
import { money, say } from "../words.js";
import { PRICED, valueField, valueSentence } from "./values.js";

function name({ number, title }, vote) {
  return [
    element("span.project-number", {}, `${say("project.number", { number })} `),
    element("span", { lang: vote.language }, title),
  ];
}

function picture(booth, project) {
  const nothing = () => element("span.no-picture", { "aria-hidden": "true" }, String(project.number));
  return element("div.picture", {}, booth.pictures.of(project) ?? nothing());
}

function fact(name, value, language) {
  if (!value) return null;
  return element("div", {}, element("dt", {}, say(`project.${name}`)), element("dd", { lang: language }, value));
}

function factsOf(project, vote) {
  return element(
    "dl.project-facts",
    { id: `facts-${project.number}` },
    fact("cost", money(project.cost, vote.list.currency), null),
    fact("district", project.district, vote.language),
    fact("category", project.category, vote.language),
    fact("place", project.place, vote.language),
  );
}

function summaryOf(project, language) {
  if (!project.summary) return null;
  const paragraphs = project.summary.split(/\n+/).map((text) => element("p", { lang: language }, text));
  const title = element("span", { lang: language }, project.title);
  const about = element("span.unseen", {}, ` ${say("project.of")} `, title);
  return element("details", {}, element("summary", {}, say("project.more"), about), ...paragraphs);
}

/** The name of a project with its box before it, or with the list of what it can be given under it. */
function titleAndField(booth, project, onGive) {
  const { vote } = booth;
  const field = valueField(booth, project, onGive);
  const label = (...text) => element("label", { for: field.id }, ...text);
  if (field.tagName !== "SELECT") return [element("h2.card-title", {}, field, label(...name(project, vote)))];
  const about = element("span.unseen", {}, ` ${say("project.of")} `, ...name(project, vote));
  return [
    element("h2.card-title", {}, element("span", {}, ...name(project, vote))),
    element("div.field", {}, label(say(`field.${vote.rules.kind}`), about), field),
  ];
}

/** The card of one project; `onGive(project, value)` hears what it is given. */
export function projectCard(booth, project, onGive) {
  const { vote } = booth;
  return element(
    "li.card",
    {},
    picture(booth, project),
    element(
      "div.card-body",
      {},
      ...titleAndField(booth, project, onGive),
      factsOf(project, vote),
      summaryOf(project, vote.language),
    ),
  );
}

/** A project in a list of those chosen, with what it was given where that is more than a tick. */
export function chosenItem(booth, project) {
  const { vote, paper } = booth;
  return element(
    "li.chosen",
    {},
    picture(booth, project),
    element(
      "div",
      {},
      element("p.chosen-title", {}, name(project, vote)),
      !PRICED.includes(vote.rules.kind) &&
        element("p.given", {}, valueSentence(valueOf(paper.chosen, project), vote.rules)),
      element("p.hint", {}, money(project.cost, vote.list.currency)),
    ),
  );
}
