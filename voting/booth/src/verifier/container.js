// Check 1: the container, an old-style tar file of which every byte is determined (specification, 4.4).

import { checkCanonical, members, parseJson, textOfBytes } from "./json.js";
import { ProtocolError, naming } from "./refusal.js";
import { sha256Of } from "./source.js";

const BLOCK = 512;
const MOST_EVENT = 4096;
const MOST_DATA = 64 * 1024 * 1024;
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
const OCTAL = /^[0-7]{11}$/;
const TIME = /^(?:0|[1-9][0-9]{0,10})$/;

const latin = (bytes) => String.fromCharCode(...bytes);
const octal = (number, digits) => number.toString(8).padStart(digits, "0");

/** The 512 bytes before a record: mode 0000644, no owner, checksum in six digits. */
function expectedBlock(name, size, time) {
  const start = `${name.padEnd(100, "\0")}0000644\0${"0000000\0".repeat(2)}${octal(size, 11)}\0${octal(time, 11)}\0`;
  const whole = (checksum) => `${start}${checksum}0`.padEnd(BLOCK, "\0");
  const checksum = [...whole(" ".repeat(8))].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  return whole(`${octal(checksum, 6)}\0 `);
}

function parseBlock(bytes, expectedTime) {
  const block = latin(bytes);
  const name = block.slice(0, 100).replace(/\0+$/, "");
  if (name !== "BELENIOS" && !NAME.test(name)) throw new ProtocolError("archive-name");
  if (!OCTAL.test(block.slice(124, 135))) throw new ProtocolError("archive-header", { check: "size" });
  const size = parseInt(block.slice(124, 135), 8);
  const most = name.endsWith(".data.json") ? MOST_DATA : MOST_EVENT;
  if (size > most) throw new ProtocolError("archive-record-too-large", { expected: most, found: size });
  if (!OCTAL.test(block.slice(136, 147))) throw new ProtocolError("archive-header", { check: "time" });
  const time = parseInt(block.slice(136, 147), 8);
  if (expectedTime !== null && time !== expectedTime) throw new ProtocolError("archive-time", { expected: expectedTime, found: time });
  if (block !== expectedBlock(name, size, time)) throw new ProtocolError("archive-header", { check: "other" });
  return { name, size, time };
}

/** The first record says the version, and the time of all records: a string, or as specified a number. */
function checkFirst({ name, content, time }) {
  if (name !== "BELENIOS") throw new ProtocolError("archive-version");
  naming("archive-version", () => {
    const text = textOfBytes(content);
    const { version, timestamp } = members(parseJson(text, BLOCK), ["version", "timestamp"]);
    if (version !== 1) throw new ProtocolError("archive-version");
    const known = ["string", "number", "bigint"].includes(typeof timestamp) && TIME.test(String(timestamp));
    if (!known || Number(timestamp) !== time) throw new ProtocolError("archive-time", { expected: time });
    checkCanonical(text, { version, timestamp });
  });
}

async function readRecord(source, place, expectedTime) {
  const block = await source.read(place, BLOCK);
  if (block.length < BLOCK) throw new ProtocolError(block.length === 0 ? "archive-empty" : "archive-truncated");
  const { name, size, time } = parseBlock(block, expectedTime);
  const padded = Math.ceil(size / BLOCK) * BLOCK;
  const bytes = await source.read(place + BLOCK, padded);
  if (bytes.length < padded) throw new ProtocolError("archive-truncated");
  if (bytes.subarray(size).some((byte) => byte !== 0)) throw new ProtocolError("archive-padding");
  return { name, time, size, place: place + BLOCK, content: bytes.subarray(0, size), end: place + BLOCK + padded };
}

/**
 * The records after the first, one at a time: `{ kind, name, size, place, content, end }`, each whole, canonical and
 * named by its hash. `content` is to be read before the next is asked for. Throws ProtocolError `archive-…`.
 */
export async function* readRecords(source) {
  const first = await readRecord(source, 0, null);
  checkFirst(first);
  for (let place = first.end; place < source.size; ) {
    const record = await readRecord(source, place, first.time);
    const found = NAME.exec(record.name);
    if (found === null) throw new ProtocolError("archive-name");
    if (sha256Of(record.content) !== found[1]) throw new ProtocolError("archive-hash", { found: found[1] });
    yield { ...record, name: found[1], kind: found[2] };
    place = record.end;
  }
}
