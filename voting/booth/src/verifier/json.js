// JSON read strictly: JSON.parse takes duplicate keys, rounds numbers and reorders some members (specification, 4.1).
// Objects become Maps, so that no name is special and members keep their order; integers beyond 2^53 become BigInts.

import { MalformedError } from "./refusal.js";

const DEPTH = 512;
const DIGITS = 20;
const NUMBER = /-?(?:0|[1-9][0-9]*)/y;
const FRACTION = /\.[0-9]|[eE][-+]?[0-9]/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const HEX = /[0-9a-fA-F]{4}/y;
const BLANK = /[ \t\n\r]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = [["true", true], ["false", false], ["null", null]];

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  skip(character) {
    this.match(BLANK);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  expect(character) {
    if (!this.skip(character)) throw new MalformedError("json-syntax", { position: this.at });
  }

  value(depth) {
    if (depth > DEPTH) throw new MalformedError("json-too-deep");
    if (this.skip("{")) return this.object(depth);
    if (this.skip("[")) return this.array(depth);
    if (this.skip('"')) return this.string();
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.number();
  }

  object(depth) {
    const members = new Map();
    if (this.skip("}")) return members;
    do {
      this.expect('"');
      const name = this.string();
      this.expect(":");
      if (members.has(name)) throw new MalformedError("json-duplicate-key");
      members.set(name, this.value(depth + 1));
    } while (this.skip(","));
    this.expect("}");
    return members;
  }

  array(depth) {
    const items = [];
    if (this.skip("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.skip(","));
    this.expect("]");
    return items;
  }

  string() {
    let value = this.match(PLAIN);
    while (this.text[this.at] === "\\") {
      this.at += 1;
      value += this.escape() + this.match(PLAIN);
    }
    if (this.text[this.at] !== '"') throw new MalformedError("json-syntax", { position: this.at });
    this.at += 1;
    return value;
  }

  escape() {
    const character = this.text[this.at++];
    if (character === "u") {
      const digits = this.match(HEX);
      if (digits !== null) return String.fromCharCode(parseInt(digits, 16));
    } else if (character !== undefined && Object.hasOwn(ESCAPES, character)) return ESCAPES[character];
    throw new MalformedError("json-syntax", { position: this.at });
  }

  number() {
    const digits = this.match(NUMBER);
    if (digits === null) throw new MalformedError("json-syntax", { position: this.at });
    if (this.match(FRACTION) !== null || digits.length > DIGITS || digits === "-0") throw new MalformedError("json-number");
    const value = Number(digits);
    return Number.isSafeInteger(value) ? value : BigInt(digits);
  }
}

/** The text of `bytes`, which must be UTF-8; a byte order mark is a character like any other. */
export function textOfBytes(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedError("json-encoding");
  }
}

/** The value written in `text`; throws MalformedError. */
export function parseJson(text, longest = Infinity) {
  if (text.length > longest) throw new MalformedError("json-too-large");
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.match(BLANK);
  if (reader.at !== text.length) throw new MalformedError("json-syntax", { position: reader.at });
  return value;
}

/** The Map `value`, which must have exactly these members, in any order; throws `json-members`. */
export function members(value, required, optional = []) {
  if (!(value instanceof Map)) throw new MalformedError("json-members");
  const known = [...value.keys()].every((name) => required.includes(name) || optional.includes(name));
  if (!known || !required.every((name) => value.has(name))) throw new MalformedError("json-members");
  return Object.fromEntries(value);
}

/** The array `value`; throws `json-array`, also unless it holds `length` entries where that is given. */
export function list(value, length = value?.length) {
  if (!Array.isArray(value) || value.length !== length) throw new MalformedError("json-array");
  return value;
}

const SURROGATE = /[\ud800-\udfff]/u; // with the flag u, a lone one only

/** The string `value`; throws `json-string`, also for a lone surrogate, which UTF-8 cannot write. */
export function string(value) {
  if (typeof value !== "string" || SURROGATE.test(value)) throw new MalformedError("json-string");
  return value;
}

/** Throws `json-not-canonical` unless `value`, of plain objects, is written exactly as `text`. */
export function checkCanonical(text, value) {
  if (JSON.stringify(value) !== text) throw new MalformedError("json-not-canonical");
}

const LARGEST = 1073741823;
const LARGE = /^[1-9][0-9]{9,18}$/;

/** A count, a number up to 2^30 − 1 and a string above, as a BigInt; throws `json-number`. */
export function count(value) {
  if (Number.isInteger(value) && value >= 0 && value <= LARGEST) return BigInt(value);
  if (typeof value === "string" && LARGE.test(value) && BigInt(value) > LARGEST) return BigInt(value);
  throw new MalformedError("json-number");
}

/** A BigInt as a count is written. */
export function writtenCount(value) {
  return value <= LARGEST ? Number(value) : value.toString();
}
