// Talks to the server: once to open the booth, then only with a sealed ballot. No cookie ever goes along.

/** The server answered and refused; `code` and `facts` are its own. */
export class RefusedError extends Error {
  constructor(status, answer) {
    super(answer.code);
    this.name = "RefusedError";
    this.status = status;
    this.code = answer.code;
    this.sentence = answer.message ?? "";
    this.facts = answer.facts ?? {};
  }
}

/** No whole answer came: nobody here knows whether the request arrived. */
export class UnreachableError extends Error {
  constructor() {
    super("unreachable");
    this.name = "UnreachableError";
  }
}

async function readAnswer(response) {
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new UnreachableError();
  }
  if (response.ok) return answer;
  const wait = Number(response.headers.get("Retry-After"));
  if (wait > 0) answer.facts = { ...answer.facts, retry_after: wait };
  if (response.status >= 500 || typeof answer.code !== "string") {
    throw Object.assign(new UnreachableError(), { incident: answer.facts?.number ?? null });
  }
  throw new RefusedError(response.status, answer);
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      ...options,
    });
  } catch {
    throw new UnreachableError();
  }
  return readAnswer(response);
}

/** The public election; throws RefusedError or UnreachableError. */
export function fetchElection(uuid, language) {
  return ask(`/api/elections/${uuid}`, { headers: { "Accept-Language": language } });
}

/** Casts the sealed ballot; gives its receipt, the same one however often the same ballot is sent. */
export function castBallot({ uuid, raw, rollNumber, birthDate, language, signal }) {
  const headers = {
    "Accept-Language": language,
    "Content-Type": "application/json",
    "Isoloir-Roll-Number": rollNumber,
    "Isoloir-Birth-Date": birthDate,
  };
  return ask(`/api/elections/${uuid}/ballots`, { method: "POST", headers, body: raw, signal });
}

/** Makes the server refuse this sealed ballot for ever. */
export function spoilBallot({ uuid, raw, language, signal }) {
  const headers = { "Accept-Language": language, "Content-Type": "application/json" };
  return ask(`/api/elections/${uuid}/spoiled-ballots`, { method: "POST", headers, body: raw, signal });
}
