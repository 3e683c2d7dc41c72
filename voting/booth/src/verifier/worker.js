// Away from the page, so that it stays alive: one worker leads the procedure, the others check ballots for it.

import { startChecking } from "./checking.js";
import { PortPool, serve } from "./pool.js";
import { verify } from "./procedure.js";

const EVERY = 200; // milliseconds between two messages of progress

function throttled() {
  let [last, phase] = [0, ""];
  return (now, done, total) => {
    if (now === phase && done < total && Date.now() - last < EVERY) return;
    [last, phase] = [Date.now(), now];
    self.postMessage({ type: "progress", phase, done, total });
  };
}

async function lead({ file, earlier, ports }) {
  try {
    const report = await verify(file, { earlier, pool: new PortPool(ports), progress: throttled() });
    self.postMessage({ type: "report", report });
  } catch {
    self.postMessage({ type: "failed" });
  }
}

self.onmessage = ({ data }) => {
  if (data.type === "serve") serve(data.port, startChecking);
  else lead(data);
};
