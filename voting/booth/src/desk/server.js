// Talks to the server for the owner of a personal link. The link's token goes in a header, never in an address.

const PATIENCE_MS = 60_000;

/** The server refused: `code` and `sentence` are its own; or no whole answer came, and `code` is "unreachable". */
export class DeskError extends Error {
  constructor(code, sentence = "") {
    super(code);
    this.name = "DeskError";
    this.code = code;
    this.sentence = sentence;
  }
}

async function readAnswer(response) {
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new DeskError("unreachable");
  }
  if (response.ok) return answer;
  throw new DeskError(String(answer?.code ?? "unreachable"), String(answer?.message ?? ""));
}

async function answerOf(address, options) {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, {
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
      ...options,
    });
    return await readAnswer(response);
  } catch (error) {
    throw error instanceof DeskError ? error : new DeskError("unreachable");
  } finally {
    clearTimeout(alarm);
  }
}

/** The answer of the vote's address `path` to the owner of the link; throws DeskError. */
export function ask(desk, path, { type = "application/json", ...options } = {}) {
  const headers = { Authorization: `Bearer ${desk.token}`, "Content-Type": type, "Accept-Language": desk.language() };
  return answerOf(`/api/elections/${encodeURIComponent(desk.uuid)}/${path}`, { headers, ...options });
}

/** What the site tells everybody beside the board; the link goes nowhere. Throws DeskError. */
export function fetchPublished(desk) {
  return answerOf(`/board/${encodeURIComponent(desk.uuid)}.published.json`, {});
}

/** What this guardian has to do now. */
export function fetchTask(desk) {
  return ask(desk, "guardian");
}

/** Sends the public key with its proof. */
export function sendKey(desk, body) {
  return ask(desk, "guardian/key", { method: "POST", body });
}

/** Sends the shuffle. */
export function sendShuffle(desk, body) {
  return ask(desk, "guardian/shuffle", { method: "POST", body });
}

/** Sends the share; the answer's `counted` says whether it was the last. */
export function sendShare(desk, body) {
  return ask(desk, "guardian/share", { method: "POST", body });
}

function sender(name) {
  return (desk, body) => ask(desk, `guardian/${name}`, { method: "POST", body });
}

/** The messages of an exchange, in the order in which a guardian of a group sends them. */
export const sendCertificate = sender("certificate");
export const sendPromise = sender("promise");
export const sendPolynomial = sender("polynomial");
export const sendVoutput = sender("voutput");

/** Tells what was wrong in another's message: the exchange stops. */
export const reportFault = sender("fault");
