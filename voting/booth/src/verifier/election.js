// The description of an election, as strictly as an auditor reads it; its layout is free (specification, 4.9 and 4.10).

import { base64Of } from "./source.js";
import { readKey } from "./curve.js";
import { list, members, parseJson, string, textOfBytes } from "./json.js";
import { MalformedError, ProtocolError } from "./refusal.js";

const REQUIRED = ["version", "description", "name", "group", "public_key", "questions", "uuid"];
const OPTIONAL = ["administrator", "credential_authority", "language"];
const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;
const MOST_ANSWERS = 1000;
const MOST_OPENED = 30;
const PROOF = 181; // characters of the longest proof
const CIPHERTEXT = 156;

function readAnswers(value, most) {
  const answers = list(value).map(string);
  if (answers.length < 1 || answers.length > most) throw new ProtocolError("question-answers", { found: answers.length });
  return answers;
}

function bound(value) {
  if (typeof value !== "number" && typeof value !== "bigint") throw new ProtocolError("question-bounds");
  return Number(value);
}

function readTotals(value) {
  const found = members(value, ["answers", "min", "max", "question"], ["blank"]);
  if ("blank" in found && typeof found.blank !== "boolean") throw new ProtocolError("question-blank");
  const question = string(found.question);
  const answers = readAnswers(found.answers, MOST_ANSWERS);
  const [minimum, maximum] = [bound(found.min), bound(found.max)];
  const sound = minimum >= 0 && minimum <= maximum && maximum <= answers.length;
  if (!sound) throw new ProtocolError("question-bounds", { found: `${minimum}, ${maximum}` });
  return { opened: false, question, answers, minimum, maximum, blank: found.blank === true };
}

function readQuestion(value) {
  if (!(value instanceof Map) || !value.has("type")) return readTotals(value);
  if (value.get("type") !== "NonHomomorphic") throw new ProtocolError("question-unsupported");
  const { value: inner } = members(value, ["type", "value"], ["extra"]);
  const { answers, question } = members(inner, ["answers", "question"]);
  return { opened: true, question: string(question), answers: readAnswers(answers, MOST_OPENED) };
}

function readElectionKey(text) {
  try {
    return readKey(text);
  } catch (error) {
    if (error instanceof MalformedError) throw new ProtocolError("election-public-key", { check: error.code });
    throw error;
  }
}

/** Bytes beyond which a ballot is refused unread: twice what a good one can have, so that a small defect is named. */
function longestBallot(uuid, questions) {
  const sizes = questions.map((question) => {
    if (question.opened) return CIPHERTEXT + PROOF + 30;
    const count = question.answers.length + Number(question.blank);
    const within = question.maximum - question.minimum + 1 + Number(question.blank);
    return count * (CIPHERTEXT + 2 * (PROOF + 1) + 4) + (within + 2) * (PROOF + 1) + 100;
  });
  return 2 * sizes.reduce((left, right) => left + right, 600 + uuid.length);
}

/** Number of ciphertexts of a tally, a share or a result of `ballots`, by question. */
export function shapeOf({ questions }, ballots) {
  return questions.map(({ opened, answers, blank }) => (opened ? ballots : answers.length + Number(blank)));
}

/** Throws `code` unless `rows` hold as many entries by question as `shape` says. */
export function checkShape(code, shape, rows) {
  if (rows.length !== shape.length || rows.some(({ length }, i) => length !== shape[i])) throw new ProtocolError(code);
}

/** The election in `bytes`; throws MalformedError or ProtocolError. */
export function readElection(bytes) {
  const found = members(parseJson(textOfBytes(bytes)), REQUIRED, OPTIONAL);
  if (found.version !== 1) throw new ProtocolError("election-version");
  if (found.group !== "Ed25519") throw new ProtocolError("group-unsupported");
  const uuid = string(found.uuid);
  if (!UUID.test(uuid)) throw new ProtocolError("election-uuid");
  const questions = list(found.questions).map(readQuestion);
  if (questions.length === 0) throw new ProtocolError("election-questions");
  for (const name of OPTIONAL) if (name in found) string(found[name]);
  const [name] = [string(found.name), string(found.description)];
  const key = readElectionKey(found.public_key);
  const fingerprint = base64Of(bytes);
  return { uuid, name, questions, key, keyText: found.public_key, fingerprint, longestBallot: longestBallot(uuid, questions) };
}
