import assert from "node:assert/strict";
import { test } from "node:test";

import { parseElection } from "../src/protocol/election.js";
import { generateGuardianKey, trusteePublicKey } from "../src/protocol/keys.js";
import { composeVoutput, openVinput } from "../src/protocol/pedersen.js";
import { checkElectionKey, parseTrustees } from "../src/protocol/trustees.js";
import { electionText } from "./elections.mjs";
import { exchange, vinputOf } from "./exchanges.mjs";

const always = generateGuardianKey();
const single = ["Single", JSON.parse(trusteePublicKey(always))];

/** What a group of `size` publishes of its exchange. */
async function published(size, threshold) {
  const { guardians, raws, certificates, promises, polynomials } = await exchange(size, threshold);
  const shown = polynomials.map((raw) => JSON.parse(raw));
  const keys = guardians.map(async (keysOfOne, i) => {
    const secret = await openVinput(keysOfOne, certificates, i + 1, vinputOf(polynomials, i + 1), promises);
    return JSON.parse(await composeVoutput(keysOfOne, secret)).public_key;
  });
  return {
    threshold,
    certs: raws.map((raw) => JSON.parse(raw)),
    coefexps: shown.map(({ coefexps }) => coefexps),
    signatures: shown.map(({ signature }) => signature),
    verification_keys: await Promise.all(keys),
  };
}

const group = ["Pedersen", await published(3, 2)];
const raw = JSON.stringify([single, group]);

function refused(check) {
  return (error) => {
    assert.deepEqual([error.code, error.facts.check], ["trustees-unsound", check]);
    return true;
  };
}

test("an election's key is made of the keys of all its guardians, in the order of their numbers", () => {
  const { keys, joint } = parseTrustees(raw);
  assert.deepEqual(keys, [always.publicKey, ...group[1].verification_keys.map((key) => key.public_key)]);
  const election = parseElection(electionText({ public_key: joint }));
  keys.forEach((key, i) => checkElectionKey(election, raw, key, i + 1));
});

test("a guardian who was left out, or put in another's place, is told so", () => {
  const { keys, joint } = parseTrustees(raw);
  const election = parseElection(electionText({ public_key: joint }));
  for (const [key, owner] of [[generateGuardianKey().publicKey, 1], [keys[0], 2], [keys[3], 5]]) {
    assert.throws(() => checkElectionKey(election, raw, key, owner), { code: "trustee-left-out" });
  }
});

test("an election with another key than its guardians' is refused", () => {
  const election = parseElection(electionText());
  assert.throws(() => checkElectionKey(election, raw, always.publicKey, 1), { code: "election-key-mismatch" });
});

test("guardians whose proofs, certificates, points or keys do not agree are refused, each by its check", async () => {
  const put = (changes) => JSON.stringify([single, ["Pedersen", { ...group[1], ...changes }]]);
  const { certs, coefexps, signatures, verification_keys: keys } = group[1];
  const other = await published(3, 2);
  const swapped = ([first, second, ...rest]) => [second, first, ...rest];
  const cases = [
    [put({ threshold: 3 }), "certificate-context"],
    [put({ threshold: 0 }), "threshold-shape"],
    [put({ certs: certs.slice(1) }), "threshold-shape"],
    [put({ certs: swapped(certs) }), "certificate-context"],
    [put({ coefexps: swapped(coefexps) }), "trustee-signature"],
    [put({ signatures: swapped(signatures) }), "trustee-signature"],
    [put({ certs: other.certs }), "trustee-signature"],
    [put({ verification_keys: swapped(keys) }), "trustee-signature"],
    [put({ verification_keys: [{ ...keys[0], pok: keys[1].pok }, ...keys.slice(1)] }), "trustee-possession"],
    [put({ verification_keys: [{ pok: keys[0].pok, public_key: keys[0].public_key }, ...keys.slice(1)] }), "message-malformed"],
    [JSON.stringify([single, single]), "trustees-unsound"],
    [JSON.stringify([["Other", single[1]]]), "trustees-unsound"],
    [JSON.stringify([[...single, 1]]), "trustees-unsound"],
    [`${raw} `, "trustees-unsound"],
    ["{}", "trustee-malformed"],
    ["[[1]]", "trustees-unsound"],
    ["", "trustee-malformed"],
  ];
  for (const [text, check] of cases) assert.throws(() => parseTrustees(text), refused(check));
});
