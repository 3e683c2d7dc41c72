// Third step: the choices read once more, then sealed by the worker.

import { button, element, fill } from "../elements.js";
import { actions, page, primary } from "../frame.js";
import { announce, notice } from "../notices.js";
import { answersOf, countChosen, totalCost } from "../selection.js";
import { money, say } from "../words.js";
import { contents } from "./pieces.js";
import { PRICED } from "./values.js";

function total({ paper, vote }) {
  const { projects, budget, currency } = vote.list;
  const n = countChosen(paper.chosen);
  if (!PRICED.includes(vote.rules.kind)) return null;
  const cost = totalCost(paper.chosen, projects);
  if (n === 0) return null;
  return [
    element("p.total", {}, say("summary.total", { n, total: money(cost, currency), budget: money(budget, currency) })),
    cost > budget && element("p.hint", {}, say("summary.above")),
  ];
}

function progress(part) {
  return [
    element("label", { for: "sealing" }, say("summary.sealing")),
    element("progress", { id: "sealing", max: 1, value: part }),
  ];
}

function draw(booth, place) {
  const { sealing } = booth.paper;
  if (sealing.phase === "busy") {
    fill(place, progress(sealing.part));
    return;
  }
  fill(
    place,
    sealing.phase === "failed" && notice("refusal", say("summary.failed", { code: sealing.code })),
    actions(
      button(say("summary.change"), () => booth.go("choose")),
      primary(say("summary.seal"), () => seal(booth)),
    ),
  );
}

function redraw(booth) {
  const place = document.getElementById("seal");
  if (place) draw(booth, place);
}

async function seal(booth) {
  const { paper, vote } = booth;
  const { code } = paper.identity;
  const answers = answersOf(paper.chosen, vote.list.projects, vote.rules);
  paper.sealing = { phase: "busy", part: 0 };
  redraw(booth);
  announce(say("summary.sealing"));
  document.getElementById("title").focus({ preventScroll: true });
  const advance = (part) => {
    const bar = document.getElementById("sealing");
    paper.sealing = { phase: "busy", part };
    if (bar) bar.value = part;
  };
  try {
    const sealed = await booth.sealer.seal(vote.election, code, answers, advance);
    if (booth.paper !== paper) return; // another voter's link was opened meanwhile
    Object.assign(paper, { sealed, sealing: { phase: "idle" } });
    booth.go("sealed");
  } catch (error) {
    paper.sealing = { phase: "failed", code: error.code ?? "unknown" };
    redraw(booth);
    announce(say("summary.failed", { code: paper.sealing.code }));
  }
}

/** The page of this step. */
export function summary(booth) {
  const place = element("div.panel", { id: "seal" });
  draw(booth, place);
  return page(
    say("summary.title"),
    booth.said(),
    element("p.lead", {}, say("summary.lead")),
    contents(booth),
    total(booth),
    element("p", {}, say("summary.explain")),
    place,
  );
}
