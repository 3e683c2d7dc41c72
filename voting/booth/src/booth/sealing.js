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

/** Starts a worker; gives what runs a task in it, one at a time, telling the part done from 0 to 1. */
export function startWorker(makeWorker) {
  let worker = makeWorker();

  return (task, onProgress = () => {}) =>
    new Promise((resolve, reject) => {
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

/** Starts the worker that seals. */
export function startSealer(makeWorker) {
  const run = startWorker(makeWorker);
  return {
    /** The election read strictly, and the SHA-256 of the ballot list: {election, digest}. */
    open: (election, ballotList) => run({ type: "open", election, ballotList }),
    /** The sealed ballot {raw, tracker, randomness, choices}; `onProgress` gets the part done, from 0 to 1. */
    async seal(election, code, choices, onProgress) {
      return { ...(await run({ type: "seal", election, code, choices }, onProgress)), choices };
    },
  };
}
