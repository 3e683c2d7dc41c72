// What the site promised of a share that it has, before it shows any: that must be the share that was made here.

import { sha256Hex } from "../protocol/hashing.js";
import { DeskError, fetchPublished } from "./server.js";

/** Throws DeskError `promise-published-other` unless the site promises `handed`, the share and its strong share. */
export async function checkPromise(desk, handed) {
  const { shares } = await fetchPublished(desk);
  const promised = (shares ?? []).find(({ owner }) => owner === desk.task.number);
  const [share, strong] = handed.split("\n").map(sha256Hex);
  if (promised?.share !== share || promised.strong !== strong) throw new DeskError("promise-published-other");
}
