// What the registrar's desk asks and hands in: public credentials by roll number, never a code.

import { ask } from "../desk/server.js";
import { parsePublicFile, publicFile } from "./files.js";

const CSV = "text/csv";

/** What the registrar has to do now. */
export function fetchTask(desk) {
  return ask(desk, "registrar");
}

/** The list that the server has, as a Map from roll number to public credential. */
export async function fetchList(desk) {
  return parsePublicFile((await ask(desk, "registrar/credentials")).file);
}

/** Hands in the whole list; `anew`: in the place of the one that is there. */
export function sendCredentials(desk, credentials, { anew }) {
  const path = `registrar/credentials${anew ? "?anew=1" : ""}`;
  return ask(desk, path, { method: "POST", body: publicFile(credentials), type: CSV });
}

/** Hands in new credentials for some roll numbers; the old ones are worth nothing from then on. */
export function sendReplacements(desk, credentials) {
  return ask(desk, "registrar/replacements", { method: "POST", body: publicFile(credentials), type: CSV });
}
