import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumbers, parsePrivateFile, parsePublicFile, privateFile, publicFile } from "../src/registrar/files.js";

const CODE = "xyWPa-d3nvh2-AEsVP-YFAoGh";
const CODES = new Map([[7, CODE], [12, "zzWPa-d3nvh2-AEsVP-YFAoGh"]]);

test("the files are written as the command line writes them, and read back", () => {
  assert.equal(privateFile(CODES).split("\n")[1], `7;${CODE}`);
  assert.deepEqual(parsePrivateFile(privateFile(CODES)), CODES);
  assert.deepEqual(parsePrivateFile(`\uFEFF${privateFile(CODES).replaceAll("\n", "\r\n")}`), CODES);
  assert.equal(publicFile(new Map([[7, "ab"]])), "roll_number;credential\n7;ab\n");
  assert.deepEqual(parsePublicFile("roll_number;credential\n7;ab\n"), new Map([[7, "ab"]]));
});

test("another file is refused, and the refusal repeats nothing of it", () => {
  const malformed = [
    "", "roll_number;credential\n7;ab\n", `number;code\n7;${CODE}\n`, `roll_number;code\n07;${CODE}\n`,
    `roll_number;code\n7;${CODE};x\n`, `roll_number;code\n7;${CODE}\n7;${CODE}\n`,
  ];
  for (const text of malformed) {
    assert.throws(() => parsePrivateFile(text), (error) => error.code === "file-malformed" && !error.message.includes(CODE));
  }
  assert.throws(() => parsePrivateFile("roll_number;code\n7;secret\n"), { code: "code-malformed" });
});

test("numbers are taken as people write them, each once, and an unknown one is named", () => {
  const known = [3, 7, 12, 1533];
  assert.deepEqual(parseNumbers("12 7", known), [7, 12]);
  assert.deepEqual(parseNumbers(" 12, 7;12\n1533 ", known), [7, 12, 1533]);
  assert.throws(() => parseNumbers("  ", known), { code: "numbers-missing" });
  for (const word of ["8", "07", "x", "1.5", "-7"]) {
    assert.throws(() => parseNumbers(`7 ${word}`, known), (error) => error.code === "number-unknown" && error.values.number === word);
  }
});
