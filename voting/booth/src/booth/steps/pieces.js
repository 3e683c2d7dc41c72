// Pieces that more than one step shows.

import { button, element } from "../elements.js";
import { copyText } from "../files.js";
import { announce } from "../notices.js";
import { chosenProjects } from "../selection.js";
import { say } from "../words.js";
import { chosenItem } from "./cards.js";

/** How many projects one may choose, as a sentence. */
export function choicesSentence({ rules, list }) {
  const { minimum: min, maximum: max } = rules;
  return say(max === min ? "welcome.choices_exact" : "welcome.choices", { n: max, min, max, of: list.projects.length });
}

/** What the ballot holds: the projects chosen, or a sentence. */
export function contents(booth) {
  const { paper, vote } = booth;
  const projects = chosenProjects(paper.chosen, vote.list.projects);
  const nothing = paper.chosen.blank ? "summary.blank" : "summary.none";
  if (projects.length === 0) return element("p.nothing", {}, say(nothing));
  return element("ul.chosen-list", { role: "list" }, ...projects.map((project) => chosenItem(booth, project)));
}

/** A button that copies `text()` and says so in its own place. */
export function copyButton(label, done, text) {
  const copy = async ({ currentTarget }) => {
    const said = say((await copyText(text())) ? done : "tracker.not_copied");
    currentTarget.textContent = said;
    announce(said);
  };
  return button(label, copy);
}

/** The tracker, to be read, copied and noted. */
export function trackerBox(tracker) {
  return element(
    "div.tracker",
    {},
    element("p", {}, element("strong", {}, say("tracker.name"))),
    element("p", {}, element("code.code", { id: "tracker", translate: "no" }, tracker)),
    copyButton(say("tracker.copy"), "tracker.copied", () => tracker),
  );
}
