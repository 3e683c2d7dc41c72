// Check 12: an earlier copy of the archive is a byte prefix of this one.

import { ProtocolError } from "./refusal.js";

const CHUNK = 1 << 20;

/** Number of bytes of `earlier`; throws `earlier-copy-rewritten` with the first byte that differs or is gone. */
export async function checkEarlierCopy(source, earlier) {
  for (let place = 0; place < earlier.size; place += CHUNK) {
    const wanted = await earlier.read(place, CHUNK);
    const found = await source.read(place, wanted.length);
    const at = wanted.findIndex((byte, i) => byte !== found[i]);
    if (at >= 0) throw new ProtocolError("earlier-copy-rewritten", { found: `byte ${place + at}` });
  }
  return earlier.size;
}
