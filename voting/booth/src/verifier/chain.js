// Check 2: the chain of events, each naming the one before and its payload (specification, 4.4).

import { checkCanonical, members, parseJson, string, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";
import { readRecords } from "./container.js";

const HASH = /^[0-9a-f]{64}$/;
const MOST_PAYLOADS = 4;

/** Number of payloads that an event of each kind brings; the last is the one that it names. */
const PAYLOADS = {
  Setup: 4, Ballot: 1, EndBallots: 0, EncryptedTally: 2, Shuffle: 2, EndShuffles: 0, PartialDecryption: 2, Result: 1,
};

/** A refusal of check 1 that only the event shows. */
export class LayoutError extends ProtocolError {}

function parseEvent(content) {
  return naming("event-malformed", () => {
    const text = textOfBytes(content);
    const found = members(parseJson(text, 4096), ["height", "type"], ["parent", "payload"]);
    const type = string(found.type);
    const { parent, payload, height } = found;
    for (const hash of [parent, payload]) {
      const sound = hash === undefined || hash === null || (typeof hash === "string" && HASH.test(hash));
      if (!sound) throw new ProtocolError("event-malformed", { check: "hash" });
    }
    if (typeof height !== "number" && typeof height !== "bigint") throw new ProtocolError("event-malformed", { check: "height" });
    if (!Object.hasOwn(PAYLOADS, type)) throw new ProtocolError("event-type", { found: type.slice(0, 40) });
    if (typeof height === "bigint") throw new ProtocolError("event-height");
    checkCanonical(text, { parent: parent ?? undefined, height, type, payload: payload ?? undefined });
    return { parent, height, type, payload };
  });
}

function checkSetupLayout(data) {
  const parts = ["election", "trustees", "credentials"];
  let found;
  try {
    found = members(parseJson(textOfBytes(data.at(-1).content), 4096), parts);
  } catch {
    return; // check 4 refuses it
  }
  const [expected, names] = [parts.map((part) => found[part]), data.slice(0, -1).map(({ name }) => name)];
  const sorted = (list) => [...list].sort().join();
  if (expected.join() !== names.join() && sorted(expected) === sorted(names)) {
    throw new LayoutError("archive-layout", { expected: parts.join(", ") });
  }
}

function checkPayloads(type, payload, data) {
  const [expected, names] = [PAYLOADS[type], data.map(({ name }) => name)];
  if ((payload === undefined) !== (expected === 0)) throw new ProtocolError("event-payload", { expected });
  if (payload !== undefined && !names.includes(payload)) throw new ProtocolError("event-payload-missing", { expected: payload });
  if (data.length < expected) throw new ProtocolError("event-payload-missing", { expected, found: data.length });
  if (data.length > expected) throw new LayoutError("archive-extra-data", { found: data[0].name });
  if (payload !== undefined && names.at(-1) !== payload) throw new LayoutError("archive-layout", { expected: payload });
  if (type === "Setup") checkSetupLayout(data);
}

/** The event in `record`, with where its payloads stand, after one of the hash `parent`. */
function nextEvent(record, { parent, height }, data) {
  const event = parseEvent(record.content);
  if (event.parent !== parent) throw new ProtocolError("event-parent", { expected: parent ?? "", found: event.parent ?? "" });
  if (event.height !== height) throw new ProtocolError("event-height", { expected: height, found: event.height });
  if (event.type !== "Setup" || height === 0) checkPayloads(event.type, event.payload, data);
  const payloads = data.map(({ place, size, name }) => ({ place, size, name }));
  return { type: event.type, height, payloads, hash: record.name, end: record.end };
}

/**
 * The events, one at a time: `{ type, height, payloads, hash, end }`. A payload is `{ place, size, name }`.
 * Throws what the container throws, LayoutError for check 1, and ProtocolError `event-…` for check 2.
 */
export async function* readEvents(source) {
  const before = { parent: undefined, height: 0 };
  let data = [];
  for await (const record of readRecords(source)) {
    if (record.kind === "data") {
      if (data.length >= MOST_PAYLOADS) throw new LayoutError("archive-extra-data", { found: data[0].name });
      const small = record.size <= 4096; // large contents are not kept
      data.push({ ...record, content: small ? record.content.slice() : new Uint8Array(0) });
      continue;
    }
    const event = nextEvent(record, before, data);
    yield event;
    Object.assign(before, { parent: event.hash, height: event.height + 1 });
    data = [];
  }
  if (data.length > 0) throw new LayoutError("archive-extra-data", { found: data[0].name });
}
