import type { TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import type { Store } from "../ports/store.ts";
import { Bench } from "../testing/bench.ts";

const ticket = "800" as TicketId;

/** Calls of the store that a creation makes; between any two of them lie the calls to the helpdesks. */
const counted = /Creation|learnTickets/;

interface Mortal {
  readonly store: Store;
  /** From now on its calls are counted. */
  readonly arm: () => void;
  readonly bury: () => void;
  readonly isDead: () => boolean;
  readonly calls: () => number;
}

/**
 * A process's way to its database that ends at its n-th call of a creation, before it or with its answer unread: nothing
 * that the process asks afterwards is ever answered.
 */
function mortal(store: Store, diesAt: number, moment: "before" | "after"): Mortal {
  let armed = false;
  let calls = 0;
  let dead = false;
  let bury = () => {};
  const grave = new Promise<never>((_resolve, reject) => {
    bury = () => reject(new Error("The process is dead."));
  });
  grave.catch(() => undefined);
  const proxy = new Proxy(store, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== "function" || name === "onWake") return value;
      return async (...given: unknown[]) => {
        if (dead) return await grave;
        const counts = armed && counted.test(String(name));
        if (counts) calls += 1;
        const dies = counts && calls === diesAt;
        if (dies && moment === "before") dead = true;
        if (dead) return await grave;
        const answer: unknown = await Reflect.apply(value, of, given);
        if (dies) {
          dead = true;
          return await grave;
        }
        return answer;
      };
    },
  });
  const arm = () => {
    armed = true;
  };
  return { store: proxy, arm, bury, isDead: () => dead, calls: () => calls };
}

const moments = Array.from({ length: 8 }, (_none, place) => place + 1).flatMap((at) =>
  (["before", "after"] as const).map((moment) => [moment, at] as const),
);

describe.each(["superoffice", "requestor"] as const)("a process that ends while it makes a ticket in %s", (target) => {
  const source = target === "superoffice" ? "requestor" : "superoffice";

  it.each(moments)(
    "%s its call %i to the database leaves one ticket with each message once (P1, P2)",
    async (when, at) => {
      const bench = new Bench();
      const creates = { targets: [target] };
      const first = mortal(bench.store, at, when);
      const dying = await bench.engine({ creates, store: first.store });
      await bench.clock.pass(15_000);
      bench[source].open(ticket, { title: "Printer" });
      bench[source].write(ticket, "one");
      bench[source].write(ticket, "two");
      first.arm();
      const hinted = dying.hint(source, [ticket]).catch(() => undefined);
      await bench.clock.pass(20_000);
      expect(first.isDead()).toBe(true);
      const second = await bench.engine({ creates });
      await second.hint(source, [ticket]);
      await bench.clock.pass(300_000);
      await bench.quiet();
      const [[id = ""] = [], ...others] = bench[target].made();
      expect(others).toEqual([]);
      const texts = bench[target].stored.filter(({ message }) => message.ticketId === id);
      expect(texts.map(({ message }) => message.content.text.split("\n").at(-1))).toEqual(["one", "two"]);
      expect(bench[source].stored).toHaveLength(2);
      first.bury();
      await hinted;
      await bench.stop();
    },
  );

  it("dies at every call there is: no run makes more of them", async () => {
    const bench = new Bench();
    const first = mortal(bench.store, Infinity, "before");
    const engine = await bench.engine({ creates: { targets: [target] }, store: first.store });
    bench[source].open(ticket);
    bench[source].write(ticket, "one");
    first.arm();
    await engine.hint(source, [ticket]);
    await bench.clock.until("linked", () => bench.database.creations.some(({ state }) => state === "linked"));
    // Learned, claimed, sending, created and linked.
    expect(first.calls()).toBeGreaterThanOrEqual(5);
    expect(first.calls()).toBeLessThanOrEqual(8);
    await bench.stop();
  });
});
