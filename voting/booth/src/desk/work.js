// The desk's worker, and how far it is with what it was given.

import { element } from "../booth/elements.js";
import { startWorker } from "../booth/sealing.js";
import { say } from "./words.js";

let run = null;

/** What the worker makes of `task`; the worker is started when there is first something to do. */
export async function work(task, onProgress) {
  run ??= startWorker(() => new Worker("/booth/desk-worker.js"));
  return (await run(task, onProgress)).made;
}

/** A bar, called by the sentence `label`, that is shown while work goes on, and what moves it from 0 to 1. */
export function progressBar(id, label = "working") {
  const bar = element("progress", { id, max: 1, value: 0 });
  const place = element("div.field", { hidden: true }, element("label", { for: id }, say(label)), bar);
  const advance = (part) => {
    place.hidden = false;
    bar.value = part;
  };
  return { place, advance };
}
