// The list of projects: read only when it is the one that the election's description names.

/** The booth will not go on with this election; `code` says why. */
export class BallotListError extends Error {
  constructor(code) {
    super(code);
    this.name = "BallotListError";
    this.code = code;
  }
}

const SEAL = / \[sha256:([0-9a-f]{64})\]$/;
const PICTURE = /^\/pictures\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const PHOTO = /^(\/fichiers\/[0-9a-f]{64})\.jpg$/;

/** The description without the fingerprint of the list at its end. */
export function plainDescription(description) {
  return description.replace(SEAL, "");
}

/** The address of a project's picture on this site, of a resident's photo its small card; null for any other. */
function parsePicture(address) {
  if (typeof address !== "string") return null;
  const [, photo] = PHOTO.exec(address) ?? [];
  if (photo) return `${photo}-carte.jpg`;
  return PICTURE.test(address) ? address : null;
}

function parseProject(entry) {
  const { number, title, cost } = entry;
  const sound = Number.isSafeInteger(number) && typeof title === "string" && Number.isSafeInteger(cost) && cost >= 0;
  if (!sound) throw new BallotListError("ballot-list-malformed");
  const text = (value) => (typeof value === "string" ? value : "");
  return Object.freeze({
    number,
    title,
    cost,
    summary: text(entry.summary),
    category: text(entry.category),
    district: text(entry.district),
    place: text(entry.place),
    picture: parsePicture(entry.picture),
  });
}

function parseList(raw) {
  let value;
  try {
    value = JSON.parse(raw);
  } catch {
    throw new BallotListError("ballot-list-malformed");
  }
  const sound = value && Array.isArray(value.projects) && Number.isSafeInteger(value.budget);
  if (!sound || typeof value.currency !== "string") throw new BallotListError("ballot-list-malformed");
  const { budget, currency, projects, ballot } = value;
  return { budget, currency, projects: projects.map(parseProject), ballot };
}

/** A project as the election names it. */
export function nameOf({ number, title }) {
  return `${number}. ${title}`;
}

/**
 * Budget, currency and projects of `raw`, in its order, and its member `ballot`: what a ballot may say.
 *
 * `description` is the election's; `digest` is the SHA-256 of `raw` in hexadecimal. Throws BallotListError:
 * "ballot-list-unnamed", "ballot-list-changed" or "ballot-list-malformed".
 */
export function parseBallotList(raw, { description, digest }) {
  const named = SEAL.exec(description);
  if (!named) throw new BallotListError("ballot-list-unnamed");
  if (named[1] !== digest) throw new BallotListError("ballot-list-changed");
  return parseList(raw);
}
