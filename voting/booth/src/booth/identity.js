// Who votes: the roll number and the voting code, from the letter's link or typed.

const ROLL_NUMBER = /^[1-9][0-9]{0,6}$/;
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
const AMBIGUOUS = /[0OIl]/;
const FOREIGN = /[^1-9A-HJ-NP-Za-km-z-]/;
const BLOCKS = [5, 6, 5, 6];
const LENGTH = 22;

function inBlocks(letters) {
  const starts = [0, 5, 11, 16];
  return starts.map((start, i) => letters.slice(start, start + BLOCKS[i])).join("-");
}

/** A typed code without spaces, with plain dashes, in blocks where they were left out. Letters are never changed. */
export function tidyCode(text) {
  const tidy = text.normalize("NFKC").replace(DASHES, "-").replace(/\s/g, "");
  const letters = tidy.replace(/-/g, "");
  return letters.length === LENGTH ? inBlocks(letters) : tidy;
}

/** What is wrong with the form of a tidy code, as the key of a sentence with its values; null when nothing is. */
export function findCodeFault(code) {
  if (!code) return { key: "identify.code_missing" };
  if (AMBIGUOUS.test(code)) return { key: "identify.code_ambiguous" };
  if (FOREIGN.test(code)) return { key: "identify.code_letters" };
  const letters = code.replace(/-/g, "").length;
  if (letters !== LENGTH) return { key: "identify.code_length", values: { n: letters } };
  return null;
}

/** What is wrong with the form of a roll number, as the key of a sentence; null when nothing is. */
export function findRollNumberFault(text) {
  if (!text.trim()) return { key: "identify.roll_missing" };
  return ROLL_NUMBER.test(text.trim()) ? null : { key: "identify.roll_malformed" };
}

/** The roll number and code after the "#" of the letter's link; null when there are none of that form. */
export function parseLink(hash) {
  let text;
  try {
    text = decodeURIComponent(hash.replace(/^#/, "")).trim();
  } catch {
    return null;
  }
  const dot = text.indexOf(".");
  const rollNumber = text.slice(0, Math.max(dot, 0));
  const code = tidyCode(text.slice(dot + 1));
  if (dot < 1 || findRollNumberFault(rollNumber) || findCodeFault(code)) return null;
  return { rollNumber, code };
}
