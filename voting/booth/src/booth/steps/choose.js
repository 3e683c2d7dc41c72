// Second step: choosing. Every change stays on this page; the server hears nothing of it.

import { button, element, fill } from "../elements.js";
import { page, primary } from "../frame.js";
import { announce } from "../notices.js";
import { ORDERS, sortProjects } from "../order.js";
import { countChosen, findFault, giveValue, pointsGiven, toggleBlank, totalCost } from "../selection.js";
import { money, say, spoken } from "../words.js";
import { projectCard } from "./cards.js";
import { choicesSentence } from "./pieces.js";
import { PRICED, showValues } from "./values.js";

function standing({ paper, vote }) {
  const { chosen } = paper;
  const { kind, maximum: max, points, groups } = vote.rules;
  if (chosen.blank) return say("choose.blank_now");
  const n = countChosen(chosen);
  if (groups) return say("choose.count_here", { n, max });
  if (kind === "grades") return say("choose.count_grades", { n, of: vote.list.projects.length });
  if (kind === "points") {
    const given = pointsGiven(chosen);
    return `${say("choose.count_points", { n: given, max: points })} ${say("choose.left", { n: points - given })}`;
  }
  return `${say("choose.count", { n, max })} ${say("choose.left", { n: max - n })}`;
}

function costs({ paper, vote }) {
  const { list } = vote;
  const total = totalCost(paper.chosen, list.projects);
  return say("choose.cost", { total: money(total, list.currency), budget: money(list.budget, list.currency) });
}

function gauge({ paper, vote }) {
  const total = totalCost(paper.chosen, vote.list.projects);
  const above = total > vote.list.budget;
  return element(`progress.gauge${above ? ".above" : ""}`, {
    max: vote.list.budget || 1,
    value: Math.min(total, vote.list.budget),
    "aria-hidden": "true",
  });
}

function isPriced({ vote }) {
  return PRICED.includes(vote.rules.kind);
}

function standingLines(booth) {
  const count = element("p.count", {}, standing(booth));
  return isPriced(booth) ? [count, element("p.costs", {}, costs(booth)), gauge(booth)] : [count];
}

function drawBar(booth, remark) {
  const { paper } = booth;
  fill(
    document.getElementById("standing"),
    standingLines(booth),
    remark && element("p.remark", {}, remark),
  );
  showValues(booth);
  const blank = document.getElementById("blank");
  if (blank) blank.checked = paper.chosen.blank;
  announce([remark, standing(booth), isPriced(booth) && costs(booth)].filter(Boolean).join(" "));
}

function apply(booth, { chosen, remark }) {
  booth.paper.chosen = chosen;
  booth.guard();
  const { maximum, points } = booth.vote.rules;
  const n = { too_many: maximum, too_many_here: maximum, too_many_points: points }[remark] ?? Object.keys(chosen.aside).length;
  drawBar(booth, remark && say(`choose.${remark}`, { n }));
}

function drawProjects(booth, grid) {
  const { vote, paper } = booth;
  const onGive = ({ number }, value) => apply(booth, giveValue(paper.chosen, number, value, vote.list, vote.rules));
  const ordered = sortProjects(booth.drawn, paper.order, spoken());
  fill(grid, ...ordered.map((project) => projectCard(booth, project, onGive)));
}

function orderChoice(booth, grid) {
  const { paper } = booth;
  const choose = (event) => {
    paper.order = event.target.value;
    drawProjects(booth, grid);
    announce(say("choose.ordered", { order: say(`order.${paper.order}`) }));
  };
  const options = ORDERS.map((order) =>
    element("option", { value: order, selected: order === paper.order }, say(`order.${order}`)),
  );
  return element(
    "div.field.order",
    {},
    element("label", { for: "order" }, say("choose.order")),
    element("select", { id: "order", autocomplete: "off", onChange: choose }, ...options),
  );
}

function blankVote(booth) {
  const { paper, vote } = booth;
  if (!vote.rules.blank) return null;
  const box = element("input", {
    id: "blank",
    type: "checkbox",
    "aria-describedby": "blank-hint",
    onChange: () => apply(booth, toggleBlank(paper.chosen)),
  });
  box.checked = paper.chosen.blank;
  return element(
    "div.card.blank-vote",
    {},
    element(
      "div.card-body",
      {},
      element("h2.card-title", {}, box, element("label", { for: "blank" }, say("choose.blank"))),
      element("p.hint", { id: "blank-hint" }, say("choose.blank_hint")),
    ),
  );
}

function proceed(booth) {
  const { paper, vote } = booth;
  const fault = findFault(paper.chosen, vote.rules, vote.list.projects);
  if (fault === null) booth.go("summary");
  else {
    const key = fault === "too_few" && vote.rules.blank ? "too_few_or_blank" : fault;
    drawBar(booth, say(`choose.${key}`, { n: vote.rules.minimum }));
  }
}

/** The page of this step. */
export function choose(booth) {
  const grid = element("ul.cards", { id: "projects", role: "list" });
  drawProjects(booth, grid);
  const bar = element(
    "section.bar",
    { "aria-label": say("choose.bar") },
    element(
      "div.bar-inside",
      {},
      element("div.standing", { id: "standing" }, ...standingLines(booth)),
      element(
        "div.bar-buttons",
        {},
        button(say("page.back"), () => booth.go("welcome")),
        primary(say("choose.next"), () => proceed(booth)),
      ),
    ),
  );
  return page(
    say("choose.title"),
    booth.said(),
    element("p.lead", {}, choicesSentence(booth.vote)),
    element("p.hint", {}, say("choose.random_note")),
    orderChoice(booth, grid),
    grid,
    blankVote(booth),
    bar,
  );
}
