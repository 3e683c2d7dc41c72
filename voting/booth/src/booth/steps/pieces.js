// Pieces that more than one step shows.

import { button, element } from "../elements.js";
import { copyText } from "../files.js";
import { announce } from "../notices.js";
import { chosenProjects } from "../selection.js";
import { say } from "../words.js";
import { chosenItem } from "./cards.js";

/** What a voter is asked, as a sentence. */
export function choicesSentence({ rules, list }) {
  const { kind, minimum: min, maximum: max, points, pointsEach: each, groups } = rules;
  const everywhere = max === min ? "welcome.choices_exact" : "welcome.choices";
  const here = max === min ? "welcome.choices_exact_here" : "welcome.choices_here";
  const key = { approval: groups ? here : everywhere, single: everywhere }[kind] ?? `welcome.${kind}`;
  return say(key, { n: max, min, max, points, each, of: list.projects.length });
}

/** The projects to be read again: those chosen; where grades are given, all. */
function listedProjects(chosen, { list, rules }) {
  if (rules.kind === "grades" && !chosen.blank) return list.projects;
  return chosenProjects(chosen, list.projects, rules);
}

/** What the ballot holds: the projects chosen, or a sentence. */
export function contents(booth) {
  const { paper, vote } = booth;
  const projects = listedProjects(paper.chosen, vote);
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
