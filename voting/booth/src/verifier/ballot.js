// Check 5, one ballot: its form, election, credential, signature and proofs (specification, 4.16 and 4.17).

import { base64Unpadded } from "../protocol/hashing.js";
import { checkAnswer, plainAnswer, readAnswer } from "./answers.js";
import { FixedBase, Multiples, readCurvePoint } from "./curve.js";
import { list, members, parseJson, string, textOfBytes } from "./json.js";
import { checkKnowledge, plainProof, readProof } from "./proofs.js";
import { MalformedError, ProtocolError, naming } from "./refusal.js";

const MEMBERS = ["election_uuid", "election_hash", "credential", "answers", "signature"];

function readCredential(text, strict) {
  const point = new Multiples(readCurvePoint(text));
  if (strict && !point.inSubgroup) throw new MalformedError("point-not-in-subgroup");
  if (point.point.is0()) throw new MalformedError("point-identity");
  return point;
}

/** The ballot in `bytes`, its form alone checked; throws `ballot-malformed`. */
export function readBallot(bytes, strict = true) {
  return naming("ballot-malformed", () => {
    const text = textOfBytes(bytes);
    const found = members(parseJson(text), MEMBERS);
    const signature = members(found.signature, ["hash", "proof"]);
    const [hash, proof] = [string(signature.hash), readProof(signature.proof)];
    const point = readCredential(found.credential, strict);
    const answers = list(found.answers).map((answer) => readAnswer(answer, strict));
    const body = JSON.stringify({
      election_uuid: string(found.election_uuid),
      election_hash: string(found.election_hash),
      credential: found.credential,
      answers: answers.map(plainAnswer),
    });
    const signed = JSON.stringify({ hash, proof: plainProof(proof) });
    if (text !== `${body.slice(0, -1)},"signature":${signed}}`) throw new MalformedError("json-not-canonical");
    return { uuid: found.election_uuid, fingerprint: found.election_hash, credential: found.credential, point, answers, hash, proof, body };
  });
}

/** What checks the ballots of `election` whose credentials have these `weights`, a Map from texts to BigInts. */
export class BallotChecker {
  constructor(election, weights) {
    this.election = election;
    this.weights = weights;
    this.key = new FixedBase(election.key);
    this.opened = election.questions.some((question) => question.opened);
  }

  /** The credential of the ballot in `bytes`; throws ProtocolError with the first check that it fails. */
  check(bytes) {
    if (bytes.length > this.election.longestBallot) throw new ProtocolError("ballot-too-large");
    const ballot = readBallot(bytes);
    const { election } = this;
    if (ballot.uuid !== election.uuid) throw new ProtocolError("ballot-other-election");
    if (ballot.fingerprint !== election.fingerprint) throw new ProtocolError("ballot-election-fingerprint");
    if (ballot.answers.length !== election.questions.length) throw new ProtocolError("ballot-answer-count");
    const weight = this.weights.get(ballot.credential);
    if (weight === undefined) throw new ProtocolError("credential-unknown");
    if (this.opened && weight !== 1n) throw new ProtocolError("ballot-weight");
    if (ballot.hash !== base64Unpadded(ballot.body)) throw new ProtocolError("ballot-signature-hash");
    checkKnowledge("signature-invalid", `sig|${ballot.hash}`, ballot.point, ballot.proof);
    const context = `${ballot.fingerprint}|${ballot.credential}`;
    election.questions.forEach((question, i) => checkAnswer(question, this.key, election.keyText, context, ballot.answers[i]));
    return ballot.credential;
  }
}
