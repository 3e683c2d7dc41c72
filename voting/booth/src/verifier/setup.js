// Check 4: the frozen parts of an election, and that they belong together.

import { writePoint } from "./curve.js";
import { readCredentials } from "./credentials.js";
import { readElection } from "./election.js";
import { checkCanonical, members, parseJson, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";
import { base64Of, sha256Of } from "./source.js";
import { readTrustees } from "./trustees.js";

const PARTS = ["election", "trustees", "credentials"];
const LONG = 24; // numbers of an opened vote beyond which a wrong factor or a mark can hide

function checkSetupData(payloads) {
  naming("setup-data", () => {
    const text = textOfBytes(payloads[3]);
    const found = members(parseJson(text, 4096), PARTS);
    const hashes = Object.fromEntries(PARTS.map((part, i) => [part, sha256Of(payloads[i])]));
    if (PARTS.some((part) => found[part] !== hashes[part])) throw new ProtocolError("setup-data", { check: "hash" });
    checkCanonical(text, hashes);
  });
}

/** The election; when its key is not sound, a trustee's key that is not is named first: it is the cause. */
function electionOf(bytes, trustees) {
  try {
    return naming("election-malformed", () => readElection(bytes));
  } catch (error) {
    if (error.code === "election-public-key") readTrustees(trustees);
    throw error;
  }
}

function warningsOf(election, weights) {
  const listed = [...weights.keys()];
  const warnings = [];
  if (listed.some((text, i) => i > 0 && text < listed[i - 1])) warnings.push("credentials-unsorted");
  if (election.questions.some(({ opened, answers }) => opened && answers.length > LONG)) warnings.push("question-over-24");
  return warnings;
}

/** The setup in the four `payloads`: `{ election, trustees, weights, fingerprints, warnings }`; throws ProtocolError. */
export function checkSetup(payloads) {
  checkSetupData(payloads);
  const election = electionOf(payloads[0], payloads[1]);
  const trustees = readTrustees(payloads[1]);
  const weights = naming("credentials-malformed", () => readCredentials(payloads[2]));
  const joint = writePoint(trustees.joint);
  if (joint !== election.keyText) {
    throw new ProtocolError("election-key-mismatch", { expected: joint, found: election.keyText });
  }
  const fingerprints = Object.fromEntries(PARTS.map((part, i) => [part, base64Of(payloads[i])]));
  return { election, trustees, weights, fingerprints, warnings: warningsOf(election, weights) };
}
