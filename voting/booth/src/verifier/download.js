// The public ballot box of one vote, downloaded from the site that serves this page.

const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;

/** The vote that the page's address names, or null. */
export function uuidOf(search) {
  const uuid = new URLSearchParams(search).get("uuid") ?? "";
  return UUID.test(uuid) ? uuid : null;
}

/** Its file, as the browser keeps large downloads: `onProgress({ phase, done, total })` on the way. */
export async function download(uuid, onProgress, signal) {
  const response = await fetch(`/board/${uuid}.bel`, { signal, cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error("download");
  const total = Number(response.headers.get("content-length") ?? 0);
  let done = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        done += chunk.length;
        onProgress({ phase: "download", done, total });
        controller.enqueue(chunk);
      },
    }),
  );
  return new File([await new Response(counted).blob()], `${uuid}.bel`);
}
