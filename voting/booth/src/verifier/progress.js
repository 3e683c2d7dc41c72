// How far the work is: a bar, a sentence, and now and then the same sentence for who listens.

import { element } from "../booth/elements.js";
import { say } from "../desk/words.js";

const SPOKEN_EVERY = 10_000; // milliseconds
const SURE_AFTER = 2_000;

/** A sentence of the time left, "" while nobody can tell. */
export function timeLeft(elapsed, done, total) {
  if (elapsed < SURE_AFTER || done === 0 || done >= total) return "";
  const seconds = Math.ceil((elapsed * (total - done)) / done / 1000);
  return seconds < 90 ? say("left.seconds", { number: seconds }) : say("left.minutes", { number: Math.round(seconds / 60) });
}

/** `{ elements, show({ phase, done, total }) }`; `announce` says a sentence to who listens. */
export function progressOf(announce) {
  const bar = element("progress", { max: 100, value: 0, "aria-labelledby": "stage" });
  const sentence = element("p", { id: "stage" });
  let [phase, start, said] = ["", 0, 0];
  function show({ phase: now, done, total }) {
    if (now !== phase) [phase, start, said] = [now, performance.now(), 0];
    const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
    const left = timeLeft(performance.now() - start, done, total);
    bar.value = percent;
    sentence.textContent = [say("progress", { phase: say(`phase.${phase}`), percent }), left].filter(Boolean).join(", ");
    if (said !== 0 && performance.now() - said < SPOKEN_EVERY) return;
    said = performance.now();
    announce(sentence.textContent);
  }
  return { elements: [sentence, bar], show };
}
