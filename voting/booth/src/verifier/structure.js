// Checks 1 to 3, and how a check that fails stops the procedure.

import { LayoutError, readEvents } from "./chain.js";
import { readRecords } from "./container.js";
import { Order } from "./order.js";
import { ProtocolError } from "./refusal.js";
import { Ledger } from "./report.js";

/** A check failed; its line is in the ledger. */
export class Stopped extends Error {}

/** What every part of the procedure needs: the file, the ledger, who checks ballots and who is told how far it is. */
export class Structure {
  constructor(source, pool, progress) {
    Object.assign(this, { source, pool, progress, ledger: new Ledger(), shares: new Map(), wrong: new Map() });
    this.facts = { size: source.size };
  }

  /** What `work` gives; a refusal fails the check `name` and stops. */
  async checking(name, work, place = "") {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.ledger.fail(error.code === "archive-changed" ? "container" : name, error, error.place ?? place);
      throw new Stopped();
    }
  }

  /** Checks 1 to 3 look at the whole file, so that the first that fails is the one named. */
  async structure() {
    const [order, events] = [new Order(), []];
    await this.checking("container", async () => {
      try {
        for await (const event of readEvents(this.source)) {
          events.push(event);
          order.step(event);
          this.progress("reading", event.end, this.source.size);
        }
      } catch (error) {
        if (!(error instanceof ProtocolError) || error instanceof LayoutError || !error.code.startsWith("event-")) throw error;
        for await (const record of readRecords(this.source)) this.progress("reading", record.end, this.source.size);
        this.passed("container", { found: `${this.source.size} B` });
        await this.checking("chain", () => Promise.reject(error), `event ${events.length}`);
      }
    });
    this.passed("container", { found: `${this.source.size} B` });
    this.passed("chain", { found: events.length });
    const refusal = events.length === 0 ? new ProtocolError("event-none") : order.refusal;
    if (refusal !== null) await this.checking("order", () => Promise.reject(refusal));
    this.passed("order", { found: order.last });
    this.facts.head = events.at(-1).hash;
    return events;
  }

  passed(name, facts) {
    this.ledger.note(name, "passed", facts);
  }
}
