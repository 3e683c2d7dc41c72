// The projects as cards: a real checkbox each, the facts beside it, the summary to be opened.

import { element } from "../elements.js";
import { money, say } from "../words.js";

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

/** The card of one project; `onToggle(project, box)` hears of its box. */
export function projectCard(booth, project, onToggle) {
  const { vote, paper } = booth;
  const id = `project-${project.number}`;
  const box = element("input", {
    id,
    type: "checkbox",
    "aria-describedby": `facts-${project.number}`,
    onChange: (event) => onToggle(project, event.target),
  });
  box.checked = paper.chosen.numbers.includes(project.number);
  return element(
    "li.card",
    {},
    picture(booth, project),
    element(
      "div.card-body",
      {},
      element(
        "h2.card-title",
        {},
        box,
        element("label", { for: id }, name(project, vote)),
      ),
      factsOf(project, vote),
      summaryOf(project, vote.language),
    ),
  );
}

/** A project in a list of those chosen. */
export function chosenItem(booth, project) {
  const { vote } = booth;
  return element(
    "li.chosen",
    {},
    picture(booth, project),
    element(
      "div",
      {},
      element("p.chosen-title", {}, name(project, vote)),
      element("p.hint", {}, money(project.cost, vote.list.currency)),
    ),
  );
}
