// The description of an election: read strictly, hashed as it came, without any curve arithmetic (specification, 4.10).

import { ProtocolError } from "./errors.js";
import { base64Unpadded } from "./hashing.js";

const REQUIRED = ["version", "description", "name", "group", "public_key", "questions", "uuid"];
const OPTIONAL = ["administrator", "credential_authority", "language"];
const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;
const KEY = /^[0-9a-f]{64}$/;
const MAX_ANSWERS = 1000;
const MAX_OPENED = 24; // a wrong share could hide in a question of more (docs/audit.md)
const STRING = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

/** The election's fingerprint: unpadded Base64 of the SHA-256 of its text as published. */
export function fingerprint(raw) {
  return base64Unpadded(raw);
}

function countMembers(value) {
  if (value === null || typeof value !== "object") return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum, inner) => sum + countMembers(inner), own);
}

/** The JSON value in `raw`; throws `json-malformed`, or `json-duplicate-key`, which JSON.parse would let pass. */
function parseJson(raw) {
  let value;
  try {
    value = JSON.parse(raw);
  } catch {
    throw new ProtocolError("json-malformed");
  }
  const written = [...raw.matchAll(STRING)].filter((match) => match[1] !== undefined).length;
  if (written !== countMembers(value)) throw new ProtocolError("json-duplicate-key");
  return value;
}

function hasMembers(value, required, optional) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return required.every((name) => names.includes(name)) && names.every((name) => [...required, ...optional].includes(name));
}

function isText(value) {
  return typeof value === "string" && value.isWellFormed?.() !== false;
}

/** A question whose ballots are shuffled and opened; `extra` says how its numbers are meant. */
function parseOpenedQuestion(value) {
  const sound = hasMembers(value, ["type", "value"], ["extra"]) && hasMembers(value.value, ["answers", "question"], []);
  if (!sound || value.type !== "NonHomomorphic") throw new ProtocolError("question-unsupported");
  const { answers, question } = value.value;
  if (!Array.isArray(answers) || ![...answers, question].every(isText)) throw new ProtocolError("question-unsupported");
  if (answers.length < 1 || answers.length > MAX_OPENED) throw new ProtocolError("question-answers");
  return Object.freeze({ question, answers: Object.freeze([...answers]), opened: true, blank: false, extra: value.extra });
}

function parseQuestion(value) {
  if (value !== null && typeof value === "object" && "type" in value) return parseOpenedQuestion(value);
  if (!hasMembers(value, ["answers", "min", "max", "question"], ["blank"])) throw new ProtocolError("question-unsupported");
  const { answers, min: minimum, max: maximum, question, blank = false } = value;
  if (!Array.isArray(answers) || ![...answers, question].every(isText) || typeof blank !== "boolean") {
    throw new ProtocolError("question-unsupported");
  }
  if (answers.length < 1 || answers.length > MAX_ANSWERS) throw new ProtocolError("question-answers");
  const whole = Number.isSafeInteger(minimum) && Number.isSafeInteger(maximum);
  if (!whole || minimum < 0 || minimum > maximum || maximum > answers.length) throw new ProtocolError("question-bounds");
  return Object.freeze({ question, answers: Object.freeze([...answers]), opened: false, minimum, maximum, blank });
}

function checkMembers(value) {
  if (!hasMembers(value, REQUIRED, OPTIONAL)) throw new ProtocolError("election-malformed");
  if (value.version !== 1) throw new ProtocolError("election-version");
  if (value.group !== "Ed25519") throw new ProtocolError("group-unsupported");
  if (!isText(value.uuid) || !UUID.test(value.uuid)) throw new ProtocolError("election-uuid");
  if (!isText(value.public_key) || !KEY.test(value.public_key)) throw new ProtocolError("election-public-key");
  if (!isText(value.name) || !isText(value.description)) throw new ProtocolError("election-malformed");
  if (!OPTIONAL.every((name) => !(name in value) || isText(value[name]))) throw new ProtocolError("election-malformed");
  if (!Array.isArray(value.questions) || value.questions.length < 1) throw new ProtocolError("election-questions");
}

/**
 * The election written in `raw`: version 1, group Ed25519, questions of totals or opened ones.
 *
 * Throws `json-malformed`, `json-duplicate-key`, `election-malformed`, `election-version`, `group-unsupported`,
 * `election-uuid`, `election-public-key`, `election-questions`, `question-unsupported`, `question-answers` or
 * `question-bounds`. That the key is a point of the group is checked where it is used.
 */
export function parseElection(raw) {
  const value = parseJson(raw);
  checkMembers(value);
  return Object.freeze({
    raw,
    fingerprint: fingerprint(raw),
    uuid: value.uuid,
    name: value.name,
    description: value.description,
    language: value.language ?? null,
    publicKey: value.public_key,
    questions: Object.freeze(value.questions.map(parseQuestion)),
  });
}

/** Number of encrypted values of an answer: one for each choice, and one before them where blank is allowed; one
 * in all where ballots are opened. */
export function ciphertextCount(question) {
  if (question.opened) return 1;
  return question.answers.length + (question.blank ? 1 : 0);
}
