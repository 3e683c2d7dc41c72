// Verifies archives for tests in another language: a JSON list on the input, the list of their reports on the output.

import { readFileSync } from "node:fs";

import { verify } from "../src/verifier/procedure.js";

const blobOf = (path) => new Blob([readFileSync(path)]);
const reports = [];
for (const { path, earlier = null } of JSON.parse(readFileSync(0, "utf8"))) {
  reports.push(await verify(blobOf(path), { earlier: earlier === null ? null : blobOf(earlier) }));
}
process.stdout.write(JSON.stringify(reports));
