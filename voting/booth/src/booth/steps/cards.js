// The projects as cards: a real checkbox each, the facts beside it, the summary to be opened.

import { element } from "../elements.js";
import { money, say } from "../words.js";

function picture(booth, project) {
  const image = booth.pictures.of(project);
  return element("div.picture", {}, image ?? element("span.no-picture", { "aria-hidden": "true" }, `n° ${project.number}`));
}

function fact(name, value, language) {
  return value && element("div", {}, element("dt", {}, say(`project.${name}`)), element("dd", { lang: language }, value));
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
  const about = element("span.unseen", {}, ` ${say("project.of")} `, element("span", { lang: language }, project.title));
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
        element(
          "label",
          { for: id },
          element("span.project-number", {}, `${say("project.number", { number: project.number })} `),
          element("span", { lang: vote.language }, project.title),
        ),
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
      element("p.chosen-title", {}, element("span.project-number", {}, `${say("project.number", { number: project.number })} `), element("span", { lang: vote.language }, project.title)),
      element("p.hint", {}, money(project.cost, vote.list.currency)),
    ),
  );
}
