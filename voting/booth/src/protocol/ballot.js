// Seals a ballot: encrypts each choice, proves that it is lawful, signs the whole (specification, 4.11.1, 4.16, 4.17).

import { deriveKey } from "./credentials.js";
import { ciphertextCount } from "./election.js";
import { encodeValues } from "./encoding.js";
import { ProtocolError } from "./errors.js";
import { base64Unpadded } from "./hashing.js";
import {
  checkNotIdentity, multiply, multiplyGenerator, parsePoint, prepare, randomScalar, systemRandom, textOf,
} from "./points.js";
import { proveDisjunction, proveKnowledge } from "./proofs.js";

/** The smart ballot tracker of the sealed ballot `raw`. */
export function trackerOf(raw) {
  return base64Unpadded(raw);
}

function sum(values) {
  return values.reduce((left, right) => left + right, 0);
}

function checkNumbers(question, numbers) {
  const sound = Array.isArray(numbers) && numbers.length === question.answers.length;
  if (!sound || !numbers.every((n) => Number.isInteger(n) && n >= 0 && n < 256)) throw new ProtocolError("choices-invalid");
}

function checkChoices(question, choices) {
  const wellFormed =
    Array.isArray(choices) &&
    choices.length === ciphertextCount(question) &&
    choices.every((choice) => choice === 0 || choice === 1);
  if (!wellFormed) throw new ProtocolError("choices-invalid");
  const blank = question.blank && choices[0] === 1;
  const chosen = sum(question.blank ? choices.slice(1) : choices);
  const lawful = blank ? chosen === 0 : chosen >= question.minimum && chosen <= question.maximum;
  if (!lawful) throw new ProtocolError("choices-invalid");
}

function encrypt(key, value, random) {
  const randomness = randomScalar(random);
  const beta = multiply(key, randomness).add(multiplyGenerator(BigInt(value)));
  return { alpha: textOf(multiplyGenerator(randomness)), beta: textOf(beta), randomness, value };
}

/** What a claim about the sum of `sealed` needs: its value and randomness. */
function total(sealed) {
  return { randomness: sealed.reduce((left, item) => left + item.randomness, 0n), value: sum(sealed.map((item) => item.value)) };
}

function claims(known, values) {
  return values.map((claimed) => ({ ...known, claimed }));
}

function proveEach(context, key, sealed, random, onProof) {
  return sealed.map((item) => {
    const prefix = `prove|${context}|${item.alpha},${item.beta}`;
    const proof = proveDisjunction(prefix, key, claims(item, [0, 1]), item.value, random);
    onProof();
    return proof;
  });
}

/** The serialization of the sum of the ciphertexts, which heads the interval proof of a question without blank. */
function writtenTotal(key, { randomness, value }) {
  const beta = multiply(key, randomness).add(multiplyGenerator(BigInt(value)));
  return `${textOf(multiplyGenerator(randomness))},${textOf(beta)}`;
}

/** `overall_proof` and, where blank is allowed, `blank_proof` (4.11.1, 4.13). `full` is the string S. */
function proveWhole(question, full, key, sealed, random) {
  const bounds = Array.from({ length: question.maximum - question.minimum + 1 }, (_, i) => question.minimum + i);
  if (!question.blank) {
    const known = total(sealed);
    const prefix = `prove|${full}|${writtenTotal(key, known)}`;
    const place = known.value - question.minimum;
    return { overall_proof: proveDisjunction(prefix, key, claims(known, bounds), place, random) };
  }
  const [blank, ...rest] = sealed;
  const known = total(rest);
  const place = blank.value === 1 ? 0 : 1 + known.value - question.minimum;
  const overall = [...claims(blank, [1]), ...claims(known, bounds)];
  const either = [...claims(blank, [0]), ...claims(known, [0])];
  return {
    overall_proof: proveDisjunction(`bproof1|${full}`, key, overall, place, random),
    blank_proof: proveDisjunction(`bproof0|${full}`, key, either, blank.value, random),
  };
}

/** The answer to a question whose ballots are opened: one ciphertext, and that we know its randomness (4.11.2). */
function sealNumbers(context, key, numbers, random, onProof) {
  const randomness = randomScalar(random);
  const alpha = textOf(multiplyGenerator(randomness));
  const beta = textOf(multiply(key, randomness).add(encodeValues(numbers)));
  const proof = proveKnowledge(`raweg|${context}|${textOf(key)},${alpha},${beta}`, randomness, random);
  onProof();
  return { answer: { choices: { alpha, beta }, proof }, randomness: [randomness.toString()] };
}

function sealAnswer(question, context, key, choices, random, onProof) {
  if (question.opened) return sealNumbers(context, key, choices, random, onProof);
  const sealed = choices.map((choice) => encrypt(key, choice, random));
  const full = `${context}|${sealed.map(({ alpha, beta }) => `${alpha},${beta}`).join(",")}`;
  const answer = {
    choices: sealed.map(({ alpha, beta }) => ({ alpha, beta })),
    individual_proofs: proveEach(context, key, sealed, random, onProof),
    ...proveWhole(question, full, key, sealed, random),
  };
  onProof();
  return { answer, randomness: sealed.map((item) => item.randomness.toString()) };
}

function electionKey(election) {
  try {
    const key = parsePoint(election.publicKey);
    checkNotIdentity(key);
    return prepare(key);
  } catch (error) {
    throw new ProtocolError("election-public-key", { check: error.code });
  }
}

/**
 * The ballot of `choices` signed with the voting code: `{ raw, tracker, randomness }`.
 *
 * `election` comes from parseElection. `choices` holds a list for each question: of 0 and 1, the blank vote first where
 * it is allowed; of numbers from 0 to 255 where ballots are opened. `randomness` opens the ballot: a decimal string a ciphertext, by question. `onProgress(done, total)`
 * is called as proofs are made. Throws `code-malformed`, `choices-invalid` or `election-public-key`.
 */
export function sealBallot(election, code, choices, { random = systemRandom, onProgress = () => {} } = {}) {
  if (!Array.isArray(choices) || choices.length !== election.questions.length) throw new ProtocolError("choices-invalid");
  election.questions.forEach((question, i) => (question.opened ? checkNumbers : checkChoices)(question, choices[i]));
  const secret = deriveKey(election.uuid, code);
  const key = electionKey(election);
  const steps = sum(election.questions.map((question) => ciphertextCount(question) + 1));
  let done = 0;
  const onProof = () => onProgress(++done, steps);
  const credential = textOf(multiplyGenerator(secret));
  const context = `${election.fingerprint}|${credential}`;
  const sealed = election.questions.map((question, i) => sealAnswer(question, context, key, choices[i], random, onProof));
  const body = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers: sealed.map(({ answer }) => answer),
  };
  const hash = base64Unpadded(JSON.stringify(body));
  const proof = proveKnowledge(`sig|${hash}`, secret, random);
  const raw = JSON.stringify({ ...body, signature: { hash, proof } });
  return { raw, tracker: trackerOf(raw), randomness: sealed.map(({ randomness }) => randomness) };
}
