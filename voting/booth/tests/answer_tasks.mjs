// Does tasks for tests in another language: a JSON list on the input, the list of the answers on the output.

import { readFileSync } from "node:fs";

import { answersOf } from "../src/booth/selection.js";
import { sealBallot } from "../src/protocol/ballot.js";
import { generateCode, listFingerprint, publicCredential } from "../src/protocol/codes.js";
import { deriveKey } from "../src/protocol/credentials.js";
import { parseElection } from "../src/protocol/election.js";
import { generateGuardianKey, keyFile, parseKeyFile, partialDecryption, trusteePublicKey } from "../src/protocol/keys.js";
import {
  composeCertificate, composePolynomial, composeVoutput, openPrivateKey, openVinput, parseCertificates, polynomialOf, promiseOf,
} from "../src/protocol/pedersen.js";
import { keysOf } from "../src/protocol/pki.js";
import { shuffleTally } from "../src/protocol/shuffle.js";
import { strongShare } from "../src/protocol/strong_share.js";
import { multiplyGenerator, textOf } from "../src/protocol/points.js";

/** What a guardian of a group has in each step of the exchange. */
async function member({ seed, context, certificates }) {
  const keys = keysOf(seed);
  return { keys, certificates: await parseCertificates(certificates, context, keys, context.index) };
}

const TASKS = {
  shuffle: ({ election, tally }) => shuffleTally(parseElection(election), tally),
  choices: ({ values, blank, projects, rules }) => answersOf({ values, blank }, projects, rules),
  seal: ({ election, code, choices }) => sealBallot(parseElection(election), code, choices),
  fingerprint: ({ election }) => parseElection(election).fingerprint,
  codes: ({ uuid, number }) => Array.from({ length: number }, () => generateCode()).map((code) => [code, publicCredential(uuid, code)]),
  listed: ({ credentials }) => listFingerprint(credentials),
  credential: ({ uuid, code }) => textOf(multiplyGenerator(deriveKey(uuid, code))),
  key({ uuid, name }) {
    const key = generateGuardianKey();
    return { public: trusteePublicKey(key), file: keyFile(key, { uuid, name }) };
  },
  certificate: ({ seed, context }) => composeCertificate(keysOf(seed), context),
  async polynomial(facts) {
    const { keys, certificates } = await member(facts);
    const polynomial = polynomialOf(keys, facts.context.threshold, "one exchange");
    return { raw: await composePolynomial(keys, certificates, polynomial), promise: promiseOf(polynomial.coefexps) };
  },
  async voutput(facts) {
    const { keys, certificates } = await member(facts);
    return composeVoutput(keys, await openVinput(keys, certificates, facts.context.index, facts.vinput, facts.promises));
  },
  opened: async ({ seed, sealed }) => (await openPrivateKey(keysOf(seed), sealed)).secret.toString(),
  share: ({ election, tally, file }) => partialDecryption(parseElection(election), tally, parseKeyFile(file)),
  strong: ({ election, tally, file, owner, share }) =>
    strongShare(parseElection(election), tally, { key: parseKeyFile(file), owner, share }),
};

const tasks = JSON.parse(readFileSync(0, "utf8"));
const answers = await Promise.all(tasks.map(({ task, ...facts }) => TASKS[task](facts)));
process.stdout.write(JSON.stringify(answers));
