import assert from "node:assert/strict";
import { test } from "node:test";

import { ciphertextCount, fingerprint, parseElection } from "../src/protocol/election.js";
import { UUID, electionText, question } from "./elections.mjs";

test("an election is read with its rules, and its fingerprint is that of the bytes that came", () => {
  const raw = electionText({ language: "fr" });
  const election = parseElection(raw);
  assert.equal(election.uuid, UUID);
  assert.equal(election.language, "fr");
  assert.equal(election.fingerprint, fingerprint(raw));
  assert.deepEqual(
    election.questions.map(({ minimum, maximum, blank, answers }) => [minimum, maximum, blank, answers.length]),
    [[1, 2, true, 3]],
  );
  assert.equal(ciphertextCount(election.questions[0]), 4);
  assert.notEqual(parseElection(raw.replace("{", "{ ")).fingerprint, election.fingerprint);
});

test("a question without the member blank allows none", () => {
  const [read] = parseElection(electionText({ questions: [question({ blank: undefined })] })).questions;
  assert.equal(read.blank, false);
  assert.equal(ciphertextCount(read), 3);
});

const REFUSED = [
  ["another version", electionText({ version: 2 }), "election-version"],
  ["a version as text", electionText({ version: "1" }), "election-version"],
  ["a finite field", electionText({ group: "BELENIOS-2048" }), "group-unsupported"],
  ["an identifier of another form", electionText({ uuid: "0O" }), "election-uuid"],
  ["a key that is no point's text", electionText({ public_key: "aa" }), "election-public-key"],
  ["no question", electionText({ questions: [] }), "election-questions"],
  ["a missing name", electionText({ name: undefined }), "election-malformed"],
  ["an unknown member", electionText({ more: 1 }), "election-malformed"],
  ["a question of another kind", electionText({ questions: [{ type: "Lists", value: {} }] }), "question-unsupported"],
  ["answers that are no text", electionText({ questions: [question({ answers: [1] })] }), "question-unsupported"],
  ["a question without answers", electionText({ questions: [question({ answers: [], min: 0, max: 0 })] }), "question-answers"],
  ["a maximum above the answers", electionText({ questions: [question({ max: 4 })] }), "question-bounds"],
  ["a minimum above the maximum", electionText({ questions: [question({ min: 3 })] }), "question-bounds"],
  ["a fractional maximum", electionText({ questions: [question({ max: 1.5 })] }), "question-bounds"],
  ["what is not JSON", "{", "json-malformed"],
  ["null", "null", "election-malformed"],
  ["a list", "[]", "election-malformed"],
];

for (const [what, raw, code] of REFUSED) {
  test(`an election with ${what} is refused`, () => {
    assert.throws(() => parseElection(raw), { name: "ProtocolError", code });
  });
}

test("a member written twice is refused at every level, even where its name is escaped", () => {
  const raw = electionText();
  const twice = [
    raw.replace('{"version":1', '{"version":1,"version":1'),
    raw.replace('"max":2', '"max":3,"max":2'),
    raw.replace('"max":2', '"m\\u0061x":3,"max":2'),
    raw.replace('"max":2', '"max"\n : 3,"max":2'),
  ];
  for (const text of twice) assert.throws(() => parseElection(text), { code: "json-duplicate-key" });
});

test("quotes, colons and braces inside sentences are only text", () => {
  const answers = ['1. « a » : "b":', '2. \\"c\\":{', "3. \\\\"];
  const [read] = parseElection(electionText({ questions: [question({ answers })] })).questions;
  assert.deepEqual(read.answers, answers);
});
