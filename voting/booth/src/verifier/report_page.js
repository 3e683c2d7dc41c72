// The report as it is shown: the verdict, the table of the twelve checks, what to compare, and the result.

import { element } from "../booth/elements.js";
import { say, spoken } from "../desk/words.js";

const IN_FRENCH = { event: "événement", byte: "octet", nothing: "rien", B: "octets" };

function inWords(value) {
  if (spoken() !== "fr") return value;
  return value.replace(/(?<![\w-])(?:event|byte|nothing|B)(?![\w-])/g, (word) => IN_FRENCH[word]);
}

function verdict({ valid, checks, facts }) {
  const failed = checks.find(({ status }) => status === "failed");
  if (!valid) return element("p.refusal", {}, say("refused", { number: failed.number, code: failed.code }));
  return element("p.done", {}, say(facts.result ? "valid" : "valid.so.far"));
}

function detail({ name, status, code, expected, found }) {
  if (status === "passed") return [element("p", {}, say(`passed.${name}`, { value: inWords(found) }))];
  const lines = [];
  if (status === "failed") lines.push(element("p.code", {}, say("code", { value: code })));
  if (expected) lines.push(element("p", {}, say("expected", { value: inWords(expected) })));
  if (found) lines.push(element("p", {}, say("found", { value: inWords(found) })));
  return lines;
}

function line(check) {
  const status = check.status === "failed" ? say("failed.check") : say(check.status);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, `${check.number}. ${say(check.name)}`),
    element("td", {}, element(`span.status.${check.status}`, {}, status)),
    element("td", {}, ...detail(check)),
  );
}

function headings(...names) {
  return element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col" }, say(name)))));
}

function table({ checks }) {
  const caption = element("caption", {}, say("report"));
  return element("table.report.checks", {}, caption, headings("check", "status", "detail"), element("tbody", {}, checks.map(line)));
}

function facts({ facts: found }) {
  if (!found.fingerprints) return [];
  const { election, trustees, credentials } = found.fingerprints;
  const pairs = { name: found.name, election, trustees, credentials, head: found.head };
  if (found.effective !== undefined) pairs.counts = say("counts", found);
  const row = ([name, value]) => [
    element("dt", {}, say(`fact.${name}`)),
    element(["name", "counts"].includes(name) ? "dd" : "dd.code", {}, value),
  ];
  return [element("h2", {}, say("compare")), element("p", {}, say("compare.text")), element("dl.facts", {}, Object.entries(pairs).map(row))];
}

function totals({ question, answers, blank }, values) {
  const names = blank ? [say("blank"), ...answers] : answers;
  const row = (name, i) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, Number(values[i]).toLocaleString(spoken())));
  return element("table.report", {}, element("caption", {}, question), headings("answer", "total"), element("tbody", {}, names.map(row)));
}

function results({ facts: { result, questions } }) {
  if (!result) return [];
  const shown = questions.map((question, i) =>
    question.opened ? element("p", {}, say("opened", { number: result[i].length })) : totals(question, result[i]));
  return [element("h2", {}, say("results")), ...shown];
}

/** The elements that show `report`. */
export function showReport(report) {
  const warnings = (report.facts.warnings ?? []).map((name) => element("p.warning", {}, say(name)));
  return [verdict(report), ...warnings, table(report), ...facts(report), ...results(report)];
}

/** The verdict in one sentence, for who listens. */
export function verdictOf(report) {
  return verdict(report).textContent;
}
