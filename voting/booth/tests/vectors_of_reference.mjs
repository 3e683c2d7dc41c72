// The reference's values, shared with the Python tests.

import { readFileSync } from "node:fs";

const FOLDER = new URL("../../../tests/voting/vectors/", import.meta.url);

export const primitives = JSON.parse(readFileSync(new URL("primitives.json", FOLDER), "utf8"));
