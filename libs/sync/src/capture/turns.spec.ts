import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Store } from "../ports/store.ts";
import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";

describe("several bridges on one database", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(async () => {
    await bench.stop();
  });

  it("ask a helpdesk no more often than one does (P8)", async () => {
    const readsOf = async (engines: number) => {
      const one = new Bench();
      await one.link();
      for (let n = 0; n < engines; n += 1) await one.engine();
      await one.clock.pass(60 * 60_000);
      await one.stop();
      return { superoffice: one.superoffice.calls.reads, requestor: one.requestor.calls.reads };
    };
    const alone = await readsOf(1);
    expect(alone.requestor).toBeGreaterThan(300);
    expect(await readsOf(3)).toEqual(alone);
  });

  it("act within about a second on a hint that only the other one was given", async () => {
    await bench.link();
    await bench.engine();
    await bench.clock.pass(5_000);
    const second = await bench.engine();
    await bench.clock.pass(2_000);
    bench.requestor.write(requestorTicket, "hinted");
    await second.hint("requestor", [requestorTicket]);
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 1_200);
  });

  it("claim polls once for a hint, on its side only", async () => {
    await bench.link();
    const claims: string[] = [];
    const store = new Proxy(bench.store, {
      get: (target: Store, name: keyof Store) => {
        if (name !== "claimPolls") return target[name].bind(target);
        return (...asked: Parameters<Store["claimPolls"]>) => {
          claims.push(asked[0]);
          return target.claimPolls(...asked);
        };
      },
    });
    const engine = await bench.engine({ store });
    await bench.clock.pass(5_500);
    claims.length = 0;
    await engine.hint("requestor", [requestorTicket]);
    await bench.clock.pass(10);
    expect(claims).toEqual(["requestor"]);
  });

  it("go on reading soon after the one that read has stopped properly", async () => {
    await bench.link();
    const first = await bench.engine();
    await bench.engine();
    await bench.clock.pass(12_000);
    const stopping = first.stop();
    await bench.clock.pass(0);
    await stopping;
    bench.superoffice.write(superofficeTicket, "after the stop");
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 12_000);
  });

  it("go on reading within the lease when the one that read is cut off, and read every ticket whole (P1)", async () => {
    await bench.link();
    const cut = { off: false };
    const failing = new Proxy(bench.store, {
      get: (target: Store, name: keyof Store) =>
        cut.off ? () => Promise.reject(new Error("The database cannot be reached.")) : target[name].bind(target),
    });
    await bench.engine({ store: failing });
    await bench.engine();
    await bench.clock.pass(12_000);
    bench.requestor.write(requestorTicket, "while nobody reads");
    cut.off = true;
    await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 13_000);
  });
});
