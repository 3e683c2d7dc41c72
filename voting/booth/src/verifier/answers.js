// The encrypted answers of a ballot: read, written again, and their proofs checked (specification, 4.11 to 4.13).

import { hashToScalar } from "../protocol/points.js";
import { IDENTITY, Multiples, readCurvePoint, timesGenerator, writePoint } from "./curve.js";
import { list, members } from "./json.js";
import { checkDisjunctions, plainProof, readProof, readProofs } from "./proofs.js";
import { MalformedError, ProtocolError } from "./refusal.js";

function readMember(text, strict) {
  const multiples = new Multiples(readCurvePoint(text));
  if (strict && !multiples.inSubgroup) throw new MalformedError("point-not-in-subgroup");
  return multiples;
}

/** A ciphertext with the texts of its points; `strict` looks whether they are in the subgroup. */
export function readCiphertext(value, strict = true) {
  const { alpha, beta } = members(value, ["alpha", "beta"]);
  return { alpha: readMember(alpha, strict), beta: readMember(beta, strict), text: { alpha, beta } };
}

function readChoice(value, strict) {
  const ciphertext = readCiphertext(value, strict);
  if (ciphertext.alpha.point.is0()) throw new MalformedError("point-identity");
  return ciphertext;
}

/** The answer in `value`, of the kind that its members show; throws MalformedError. */
export function readAnswer(value, strict) {
  if (value instanceof Map && value.has("proof")) {
    const { choices, proof } = members(value, ["choices", "proof"]);
    return { opened: true, choices: [readChoice(choices, strict)], proof: readProof(proof) };
  }
  const required = ["choices", "individual_proofs", "overall_proof"];
  const found = members(value, required, ["blank_proof"]);
  return {
    opened: false,
    choices: list(found.choices).map((choice) => readChoice(choice, strict)),
    individual: list(found.individual_proofs).map(readProofs),
    overall: readProofs(found.overall_proof),
    blank: "blank_proof" in found ? readProofs(found.blank_proof) : null,
  };
}

/** The answer as plain members in the order of the specification. */
export function plainAnswer(answer) {
  if (answer.opened) return { choices: answer.choices[0].text, proof: plainProof(answer.proof) };
  return {
    choices: answer.choices.map(({ text }) => text),
    individual_proofs: answer.individual.map((proofs) => proofs.map(plainProof)),
    overall_proof: answer.overall.map(plainProof),
    ...(answer.blank === null ? {} : { blank_proof: answer.blank.map(plainProof) }),
  };
}

function checkShape({ blank, minimum, maximum, answers }, answer) {
  const size = answers.length + Number(blank);
  const refuse = (code) => {
    throw new ProtocolError(code);
  };
  if (answer.choices.length !== size) throw new ProtocolError("ballot-choice-count", { expected: size, found: answer.choices.length });
  if (answer.individual.length !== size || answer.individual.some(({ length }) => length !== 2)) refuse("proof-individual-count");
  if (blank !== (answer.blank !== null)) refuse(blank ? "proof-blank-missing" : "proof-blank-unexpected");
  if (blank && answer.blank.length !== 2) refuse("proof-blank-count");
  if (answer.overall.length !== maximum - minimum + 1 + Number(blank)) refuse("proof-overall-count");
}

function total(choices) {
  const add = (name) => choices.reduce((left, choice) => left.add(choice[name].point), IDENTITY);
  const [alpha, beta] = [add("alpha"), add("beta")];
  return { alpha: new Multiples(alpha), beta: new Multiples(beta), get text() {
    return { alpha: writePoint(alpha), beta: writePoint(beta) };
  } };
}

function statements(question, context, { choices, individual, overall, blank }) {
  const written = ({ text }) => `${text.alpha},${text.beta}`;
  const each = choices.map((choice, i) => ({
    code: "proof-individual-invalid",
    prefix: `prove|${context}|${written(choice)}`,
    branches: [[choice, 0], [choice, 1]],
    proofs: individual[i],
  }));
  const full = `${context}|${choices.map(written).join(",")}`;
  const all = total(question.blank ? choices.slice(1) : choices);
  const within = Array.from({ length: question.maximum - question.minimum + 1 }, (_, i) => [all, question.minimum + i]);
  const code = "proof-overall-invalid";
  if (!question.blank) return [...each, { code, prefix: `prove|${full}|${written(all)}`, branches: within, proofs: overall }];
  const [first] = choices;
  return [
    ...each,
    { code, prefix: `bproof1|${full}`, branches: [[first, 1], ...within], proofs: overall },
    { code: "proof-blank-invalid", prefix: `bproof0|${full}`, branches: [[first, 0], [all, 0]], proofs: blank },
  ];
}

function checkOpened(keyText, context, { choices: [{ alpha, text }], proof }) {
  const commitment = timesGenerator(proof.response).add(alpha.times(proof.challenge));
  const hashed = `raweg|${context}|${keyText},${text.alpha},${text.beta}|${writePoint(commitment)}`;
  if (hashToScalar(hashed) !== proof.challenge) throw new ProtocolError("proof-raw-invalid");
}

/** Throws ProtocolError unless `answer` is one to `question` and its proofs hold. */
export function checkAnswer(question, key, keyText, context, answer) {
  if (question.opened !== answer.opened) throw new ProtocolError("ballot-answer-kind");
  if (question.opened) {
    checkOpened(keyText, context, answer);
    return;
  }
  checkShape(question, answer);
  checkDisjunctions(key, statements(question, context, answer));
}
