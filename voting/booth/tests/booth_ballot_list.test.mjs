import assert from "node:assert/strict";
import { test } from "node:test";

import { nameOf, parseBallotList, plainDescription } from "../src/booth/ballot_list.js";
import { sha256Hex } from "../src/protocol/hashing.js";

const PROJECT = { number: 1, title: "Un kiosque", cost: 4600000, category: "Culture", picture: "/pictures/kiosk.svg" };
const LIST = { budget: 12000000, currency: "EUR", projects: [PROJECT, { ...PROJECT, number: 2, title: "Des bancs" }] };

function read(list, { description } = {}) {
  const raw = typeof list === "string" ? list : JSON.stringify(list);
  const digest = sha256Hex(raw);
  return parseBallotList(raw, { digest, description: description ?? `Budget [sha256:${digest}]` });
}

test("a list that the election names is read in its order", () => {
  const { budget, projects } = read(LIST);
  assert.equal(budget, 12000000);
  assert.deepEqual(projects.map(({ title }) => title), ["Un kiosque", "Des bancs"]);
  assert.equal(projects[0].district, "");
});

test("a list with one changed byte is refused", () => {
  const description = `Budget [sha256:${sha256Hex(JSON.stringify(LIST))}]`;
  const changed = { ...LIST, budget: 12000001 };
  assert.throws(() => read(changed, { description }), { code: "ballot-list-changed" });
});

test("an election that names no list is refused", () => {
  const seal = (digits) => `Budget [sha256:${"0".repeat(digits)}]`;
  for (const description of ["Budget", `${seal(64)} et la suite`, seal(63), seal(65)]) {
    assert.throws(() => read(LIST, { description }), { code: "ballot-list-unnamed" });
  }
});

test("what a ballot may say is handed on as it stands", () => {
  assert.equal(read(LIST).ballot, undefined);
  assert.deepEqual(read({ ...LIST, ballot: { kind: "points" } }).ballot, { kind: "points" });
});

test("a project is named as in the election", () => {
  assert.equal(nameOf(PROJECT), "1. Un kiosque");
});

test("a list without sense is refused", () => {
  const negative = { ...LIST, projects: [{ ...PROJECT, cost: -1 }] };
  const wrong = ["[]", "null", "{", { ...LIST, budget: "1" }, negative];
  for (const list of wrong) assert.throws(() => read(list), { code: "ballot-list-malformed" });
});

test("a picture of another site is never loaded", () => {
  const addresses = ["https://example.org/a.png", "//example.org/a.png", "/pictures/../api/x", "/other/a.png", "data:,"];
  for (const picture of addresses) {
    const { projects } = read({ ...LIST, projects: [{ ...PROJECT, picture }, LIST.projects[1]] });
    assert.equal(projects[0].picture, null, picture);
  }
});

test("of a resident's photo the small card is loaded, and nothing that only looks like one", () => {
  const key = "ab".repeat(32);
  const cards = new Map([
    [`/fichiers/${key}.jpg`, `/fichiers/${key}-carte.jpg`],
    [`/fichiers/${key}.pdf`, null],
    [`/fichiers/${key}/../x.jpg`, null],
    [`/fichiers/${key.slice(1)}.jpg`, null],
  ]);
  for (const [picture, expected] of cards) {
    const { projects } = read({ ...LIST, projects: [{ ...PROJECT, picture }, LIST.projects[1]] });
    assert.equal(projects[0].picture, expected, picture);
  }
});

test("the description is shown without the fingerprint", () => {
  assert.equal(plainDescription(`Douze projets [sha256:${"0".repeat(64)}]`), "Douze projets");
});
