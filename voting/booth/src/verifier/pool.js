// Ballots handed to other workers over message ports, the least busy one first.

import { ProtocolError } from "./refusal.js";

class Helper {
  constructor(port) {
    this.port = port;
    this.waiting = [];
    port.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting.shift();
      if (data.failed) reject(new Error(data.failed));
      else resolve(data.outcomes);
    };
  }

  ask(message, transfer = []) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.port.postMessage(message, transfer);
    });
  }
}

/** The workers behind `ports`, as checkBallots wants them. */
export class PortPool {
  constructor(ports) {
    this.helpers = ports.map((port) => new Helper(port));
    this.size = ports.length;
  }

  async start(setup) {
    await Promise.all(this.helpers.map((helper) => helper.ask({ type: "start", setup })));
  }

  check(contents) {
    const busy = ({ waiting: { length } }) => length;
    const helper = this.helpers.reduce((best, other) => (busy(other) < busy(best) ? other : best));
    return helper.ask({ type: "check", contents }, contents.map(({ buffer }) => buffer));
  }
}

/** Answers what a PortPool asks over `port`; `startChecking(setup)` makes what checks. */
export function serve(port, startChecking) {
  let check = null;
  port.onmessage = ({ data }) => {
    try {
      if (data.type === "start") check = startChecking(data.setup);
      port.postMessage({ outcomes: data.type === "check" ? check(data.contents) : [] });
    } catch (error) {
      port.postMessage({ failed: error instanceof ProtocolError ? error.code : String(error) });
    }
  };
}
