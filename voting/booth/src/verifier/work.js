// Starts the workers of one verification, and ends them.

const MOST = 16;

/** The address of the worker's script: beside the page, or inside it where the page was saved as one file. */
function address() {
  const inside = document.getElementById("worker");
  if (inside === null) return "/booth/verifier-worker.js";
  return URL.createObjectURL(new Blob([inside.textContent], { type: "text/javascript" }));
}

/**
 * Verifies `file`, beside an `earlier` copy or null. `onProgress({ phase, done, total })`, then once `onReport(report)` or
 * `onFailure()`. Gives a function that gives up.
 */
export function startVerifying({ file, earlier }, { onProgress, onReport, onFailure }) {
  const script = address();
  const count = Math.min(MOST, Math.max(1, navigator.hardwareConcurrency ?? 1));
  const workers = Array.from({ length: count + 1 }, () => new Worker(script));
  const stop = () => workers.forEach((worker) => worker.terminate());
  const fail = () => {
    stop();
    onFailure();
  };
  const [leader, ...helpers] = workers;
  for (const worker of workers) worker.onerror = fail;
  const ports = helpers.map((worker) => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: "serve", port: port1 }, [port1]);
    return port2;
  });
  leader.onmessage = ({ data }) => {
    if (data.type === "progress") onProgress(data);
    else if (data.type === "report") {
      stop();
      onReport(data.report);
    } else fail();
  };
  leader.postMessage({ type: "verify", file, earlier, ports }, ports);
  return stop;
}
