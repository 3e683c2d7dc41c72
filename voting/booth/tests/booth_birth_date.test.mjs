import assert from "node:assert/strict";
import { test } from "node:test";

import { parseBirthDate, splitDate } from "../src/booth/birth_date.js";

const TODAY = new Date("2027-03-10T12:00:00Z");
const fields = (day, month, year) => ({ day, month, year });

test("three fields give the date as the server reads it", () => {
  assert.deepEqual(parseBirthDate(fields("12", "3", "1954"), TODAY), { iso: "1954-03-12" });
  assert.deepEqual(parseBirthDate(fields(" 29 ", "02", "2004"), TODAY), { iso: "2004-02-29" });
});

test("a whole date in the first field is taken", () => {
  for (const text of ["12/03/1954", "12.3.1954", "12 03 1954", "12-03-1954", "1954-03-12"]) {
    assert.deepEqual(parseBirthDate(fields(text, "", ""), TODAY), { iso: "1954-03-12" });
  }
});

test("a date that cannot be says which field is wrong", () => {
  const cases = [
    [fields("", "3", "1954"), "birth.missing", "day"],
    [fields("12", "", "1954"), "birth.missing", "month"],
    [fields("12", "3", ""), "birth.missing", "year"],
    [fields("12", "13", "1954"), "birth.month", "month"],
    [fields("12", "mars", "1954"), "birth.month", "month"],
    [fields("29", "2", "1954"), "birth.day", "day"],
    [fields("0", "2", "1954"), "birth.day", "day"],
    [fields("12", "3", "54"), "birth.year", "year"],
    [fields("12", "3", "1854"), "birth.year", "year"],
    [fields("11", "3", "2027"), "birth.year", "year"],
  ];
  for (const [given, fault, field] of cases) assert.deepEqual(parseBirthDate(given, TODAY), { fault, field });
});

test("what is not a whole date is not split", () => {
  for (const text of ["12", "12/03", "12/03/54", "1954", "demain"]) assert.equal(splitDate(text), null);
});
