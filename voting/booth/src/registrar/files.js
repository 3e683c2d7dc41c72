// The registrar's files, the same as those of `python -m voting credentials`: a line a voter, the cells apart by ";".

import { checkCode } from "../protocol/code_form.js";
import { DeskError } from "../desk/server.js";

const NUMBER = /^[1-9][0-9]{0,6}$/;

function table(column, values) {
  const lines = [...values].map(([number, value]) => `${number};${value}`);
  return `${[`roll_number;${column}`, ...lines].join("\n")}\n`;
}

/** The secret file: `codes` is a Map from roll number to code. */
export function privateFile(codes) {
  return table("code", codes);
}

/** The public file: `credentials` is a Map from roll number to public credential. */
export function publicFile(credentials) {
  return table("credential", credentials);
}

function parseTable(column, text) {
  const [header, ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const rows = lines.filter((line) => line !== "").map((line) => line.split(";"));
  const values = new Map(rows.map(([number, value]) => [Number(number), value]));
  const sound = rows.every((cells) => cells.length === 2 && NUMBER.test(cells[0]));
  if (header !== `roll_number;${column}` || !sound || values.size !== rows.length) throw new DeskError("file-malformed");
  return values;
}

/** The codes in the text of a secret file; throws DeskError `file-malformed` or ProtocolError `code-malformed`. */
export function parsePrivateFile(text) {
  const codes = parseTable("code", text);
  codes.forEach((code) => checkCode(code));
  return codes;
}

/** The credentials in the text of a public file; throws DeskError `file-malformed`. */
export function parsePublicFile(text) {
  return parseTable("credential", text);
}

/** The roll numbers in `typed`, each one of `known`, once; throws DeskError `numbers-missing` or `number-unknown`. */
export function parseNumbers(typed, known) {
  const words = typed.split(/[\s,;]+/).filter(Boolean);
  if (words.length === 0) throw new DeskError("numbers-missing");
  const roll = new Set(known);
  const numbers = words.map((word) => (NUMBER.test(word) && roll.has(Number(word)) ? Number(word) : null));
  const wrong = numbers.indexOf(null);
  if (wrong >= 0) throw Object.assign(new DeskError("number-unknown"), { values: { number: words[wrong].slice(0, 20) } });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
