// The field that gives a project its number: a box to tick, or a list to choose from.

import { element } from "../elements.js";
import { GRADES, valueOf } from "../selection.js";
import { say } from "../words.js";

/** Kinds of ballots whose choices have a cost together. */
export const PRICED = ["approval", "single", "knapsack"];

const PREFIX = "project-";

/** The number of a project as the voter reads it: "3 points", "Good", "rank 1". */
export function valueSentence(value, { kind }) {
  return kind === "grades" ? say(`grade.${value}`) : say(`value.${kind}`, { n: value });
}

/** The numbers that a project can be given, in the order in which they are read. */
function choosable({ kind, maximum, pointsEach }) {
  if (kind === "grades") return Array.from({ length: GRADES }, (_, i) => GRADES - 1 - i);
  return Array.from({ length: (kind === "points" ? pointsEach : maximum) + 1 }, (_, i) => i);
}

function box(project, { kind }, onGive) {
  return element("input", {
    id: `${PREFIX}${project.number}`,
    name: "project",
    type: kind === "single" ? "radio" : "checkbox",
    autocomplete: "off",
    "aria-describedby": `facts-${project.number}`,
    onChange: ({ target }) => onGive(project, target.checked ? 1 : 0),
  });
}

function list(project, rules, onGive) {
  const options = choosable(rules).map((value) => element("option", { value }, valueSentence(value, rules)));
  const attributes = {
    id: `${PREFIX}${project.number}`,
    autocomplete: "off",
    "aria-describedby": `facts-${project.number}`,
    onChange: ({ target }) => onGive(project, Number(target.value)),
  };
  return element("select.value", attributes, ...options);
}

function show(field, value) {
  if (field.tagName === "SELECT") field.value = String(value);
  else field.checked = value > 0;
}

/** The field of `project`, showing what it was given; `onGive(project, value)` hears of every change. */
export function valueField({ paper, vote }, project, onGive) {
  const make = PRICED.includes(vote.rules.kind) ? box : list;
  const field = make(project, vote.rules, onGive);
  show(field, valueOf(paper.chosen, project));
  return field;
}

/** Makes every field on the page show what its project was given. */
export function showValues({ paper, vote }) {
  for (const project of vote.list.projects) {
    const field = document.getElementById(`${PREFIX}${project.number}`);
    if (field) show(field, valueOf(paper.chosen, project));
  }
}
