// What a guardian of a group computes and sends in the exchange. Whatever is wrong is reported with who sent it.

import {
  composeCertificate, composePolynomial, composeVoutput, openVinput, parseCertificates, polynomialOf, promiseOf,
} from "../protocol/pedersen.js";
import { registeredKey } from "./seed_field.js";
import { DeskError, reportFault, sendCertificate, sendPolynomial, sendPromise, sendVoutput } from "./server.js";

const REPORTED = [
  "certificate-invalid", "certificate-own", "certificate-count", "promise-broken", "polynomial-invalid", "polynomial-own",
  "secret-invalid", "vinput-malformed",
];

/** Names this one exchange and this guardian's place in it: what is made for it serves for no other. */
function placeOf({ uuid, task: { exchange } }) {
  const { label, index, size, threshold } = exchange;
  return [uuid, label, index, size, threshold].join("|");
}

function ownPolynomial(desk, keys) {
  return polynomialOf(keys, desk.task.exchange.threshold, placeOf(desk));
}

/** Sends with `action`; a message that is there already may be ours, when an earlier answer was lost. */
async function unlessThere(action) {
  try {
    await action();
  } catch (error) {
    if (error.code !== "exchange-message-already") throw error;
  }
}

/** The first visit: the certificate, and the promise of what the second one will show. */
export async function sendBeginning(desk, keys) {
  const { exchange } = desk.task;
  await unlessThere(() => sendCertificate(desk, composeCertificate(keys, exchange)));
  const task = await desk.ask();
  if (registeredKey(task.exchange) !== keys.verification) throw new DeskError("key-registered-other");
  await unlessThere(() => sendPromise(desk, promiseOf(ownPolynomial(desk, keys).coefexps)));
  return desk.ask();
}

function certificatesOf({ task: { exchange } }, keys) {
  return parseCertificates(exchange.certificates, exchange, keys, exchange.index);
}

/** The second visit: the polynomial, once every certificate was checked. */
async function showPolynomial(desk, keys) {
  const { exchange } = desk.task;
  const certificates = await certificatesOf(desk, keys);
  const polynomial = ownPolynomial(desk, keys);
  if (promiseOf(polynomial.coefexps) !== exchange.promises[exchange.index - 1]) throw new DeskError("promise-other");
  const raw = await composePolynomial(keys, certificates, polynomial);
  await unlessThere(() => sendPolynomial(desk, raw));
}

/** The third visit: the key, once everything that the others sent was checked. */
async function finish(desk, keys) {
  const { exchange } = desk.task;
  const certificates = await certificatesOf(desk, keys);
  const secret = await openVinput(keys, certificates, exchange.index, exchange.vinput, exchange.promises);
  const raw = await composeVoutput(keys, secret);
  await unlessThere(() => sendVoutput(desk, raw));
}

async function reporting(desk, action) {
  try {
    await action();
  } catch (error) {
    if (error.code === "exchange-stopped") return; // somebody else reported first
    if (!REPORTED.includes(error.code)) throw error;
    const fault = { code: error.code, about: error.facts.index ?? null };
    await reportFault(desk, JSON.stringify(fault));
  }
}

const WORK = { "polynomial-needed": showPolynomial, "check-needed": finish };

/** Whether there is something to compute now, for a guardian whose keys are here. */
export function hasWork(state) {
  return Object.hasOwn(WORK, state);
}

/** Does what the present state asks for, and gives the task that comes after. */
export async function doWork(desk, keys) {
  await reporting(desk, () => WORK[desk.task.state](desk, keys));
  return desk.ask();
}
