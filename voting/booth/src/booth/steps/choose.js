// Second step: choosing. Every change stays on this page; the server hears nothing of it.

import { button, element, fill } from "../elements.js";
import { page, primary } from "../frame.js";
import { announce } from "../notices.js";
import { ORDERS, sortProjects } from "../order.js";
import { choicesLeft, isComplete, toggleBlank, toggleProject, totalCost } from "../selection.js";
import { money, say, spoken } from "../words.js";
import { projectCard } from "./cards.js";
import { choicesSentence } from "./pieces.js";

function standing({ paper, vote }) {
  const { chosen } = paper;
  if (chosen.blank) return say("choose.blank_now");
  const left = choicesLeft(chosen, vote.rules);
  const count = say("choose.count", { n: chosen.numbers.length, max: vote.rules.maximum });
  return `${count} ${say("choose.left", { n: left })}`;
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

function standingLines(booth) {
  return [element("p.count", {}, standing(booth)), element("p.costs", {}, costs(booth)), gauge(booth)];
}

function drawBar(booth, remark) {
  const { paper } = booth;
  fill(
    document.getElementById("standing"),
    standingLines(booth),
    remark && element("p.remark", {}, remark),
  );
  for (const box of document.querySelectorAll("#projects input")) {
    box.checked = paper.chosen.numbers.includes(Number(box.id.slice("project-".length)));
  }
  const blank = document.getElementById("blank");
  if (blank) blank.checked = paper.chosen.blank;
  announce([remark, standing(booth), costs(booth)].filter(Boolean).join(" "));
}

function apply(booth, { chosen, remark }) {
  booth.paper.chosen = chosen;
  booth.guard();
  const { rules } = booth.vote;
  const n = remark === "too_many" ? rules.maximum : chosen.aside.length;
  drawBar(booth, remark && say(`choose.${remark}`, { n }));
}

function drawProjects(booth, grid) {
  const { vote, paper } = booth;
  const onToggle = (project) => apply(booth, toggleProject(paper.chosen, project.number, vote.rules));
  const ordered = sortProjects(booth.drawn, paper.order, spoken());
  fill(grid, ...ordered.map((project) => projectCard(booth, project, onToggle)));
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
  if (isComplete(paper.chosen, vote.rules)) booth.go("summary");
  else {
    const key = vote.rules.blank ? "choose.too_few_or_blank" : "choose.too_few";
    drawBar(booth, say(key, { n: vote.rules.minimum }));
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
