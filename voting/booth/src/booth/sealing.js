// The Web Worker that reads the election and seals ballots. It is started before choosing begins, so that sealing asks
// the server for nothing.

/** The worker could not do its task; `code` says why. */
export class WorkerError extends Error {
  constructor(code) {
    super(code);
    this.name = "WorkerError";
    this.code = code;
  }
}

/** Starts the worker; one task at a time. */
export function startSealer(makeWorker) {
  let worker = makeWorker();

  function run(task, onProgress = () => {}) {
    return new Promise((resolve, reject) => {
      worker.onerror = () => {
        worker.terminate();
        worker = makeWorker();
        reject(new WorkerError("worker-stopped"));
      };
      worker.onmessage = ({ data: { type, ...answer } }) => {
        if (type === "progress") onProgress(answer.done / answer.total);
        else if (type === "failed") reject(new WorkerError(answer.code));
        else resolve(answer);
      };
      worker.postMessage(task);
    });
  }

  return {
    /** The election read strictly, and the SHA-256 of the ballot list: {election, digest}. */
    open: (election, ballotList) => run({ type: "open", election, ballotList }),
    /** The sealed ballot {raw, tracker, randomness, choices}; `onProgress` gets the part done, from 0 to 1. */
    async seal(election, code, choices, onProgress) {
      return { ...(await run({ type: "seal", election, code, choices }, onProgress)), choices };
    },
  };
}
