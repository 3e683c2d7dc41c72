// Does tasks for tests in another language: a JSON list on the input, the list of the answers on the output.

import { readFileSync } from "node:fs";

import { answersOf } from "../src/booth/selection.js";
import { sealBallot } from "../src/protocol/ballot.js";
import { generateCode, listFingerprint, publicCredential } from "../src/protocol/codes.js";
import { deriveKey } from "../src/protocol/credentials.js";
import { parseElection } from "../src/protocol/election.js";
import { generateGuardianKey, keyFile, parseKeyFile, partialDecryption, trusteePublicKey } from "../src/protocol/keys.js";
import { multiplyGenerator, textOf } from "../src/protocol/points.js";

const TASKS = {
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
  share: ({ election, tally, file }) => partialDecryption(parseElection(election), tally, parseKeyFile(file)),
};

const tasks = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(tasks.map(({ task, ...facts }) => TASKS[task](facts))));
