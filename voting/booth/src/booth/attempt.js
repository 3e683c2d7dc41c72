// One sending and its repetitions: says when it is slow, and takes the first answer that comes.

import { RefusedError } from "./server.js";

export const SLOW_AFTER = 20_000; // milliseconds

/**
 * Starts `request(signal)` and keeps `report` informed: {phase: "busy"}, {phase: "slow"}, {phase: "lost", incident},
 * {phase: "refused", refusal} or {phase: "done", answer}. An earlier attempt given as `previous` is abandoned first.
 */
export function startAttempt(request, report, previous = null) {
  previous?.abandon();
  const aborting = new AbortController();
  let current = true;
  const tell = (state) => {
    if (current) report(state);
  };
  const timer = setTimeout(() => tell({ phase: "slow" }), SLOW_AFTER);
  const end = (state) => {
    clearTimeout(timer);
    tell(state);
  };
  tell({ phase: "busy" });
  request(aborting.signal).then(
    (answer) => end({ phase: "done", answer }),
    (error) =>
      end(
        error instanceof RefusedError
          ? { phase: "refused", refusal: error }
          : { phase: "lost", incident: error.incident ?? null },
      ),
  );
  return {
    abandon() {
      current = false;
      clearTimeout(timer);
      aborting.abort();
    },
  };
}
