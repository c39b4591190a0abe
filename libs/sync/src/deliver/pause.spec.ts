import { beforeEach, describe, expect, it } from "vitest";

import type { Store } from "../ports/store.ts";
import { Bench, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("a write that waits for its turn while its helpdesk is paused", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  beforeEach(async () => {
    await bench.engine();
  });

  /** Every write stands in the line for so long before its bytes go out. */
  function queueFor(milliseconds: number): void {
    const createMessage = bench.requestor.createMessage.bind(bench.requestor);
    bench.requestor.createMessage = async (message, options) => {
      await bench.clock.sleep(milliseconds);
      return await createMessage(message, options);
    };
  }

  it("is not sent, is pending again with the reason, and goes out after the resume", async () => {
    queueFor(5_000);
    bench.superoffice.write(superofficeTicket, "patient");
    bench.superoffice.write(superofficeTicket, "behind it");
    await bench.clock.until("it is to be sent", () => bench.states().includes("sending"));
    await bench.store.setPaused("requestor", true);
    const reads = bench.requestor.calls.reads;
    await bench.clock.pass(60 * 60_000);
    expect(bench.requestor.calls).toMatchObject({ writes: 0, reads });
    expect(bench.states()).toEqual(["pending", "pending"]);
    expect(bench.database.mirrors[0]?.reason).toContain("paused");
    await bench.store.setPaused("requestor", false);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["patient", "behind it"]);
    expect(bench.requestor.calls.writes).toBe(2);
  });

  it("is not sent either when the word of the pause was lost", async () => {
    queueFor(8_000);
    bench.superoffice.write(superofficeTicket, "patient");
    await bench.clock.until("it is to be sent", () => bench.states().includes("sending"));
    const listeners = [...bench.database.listeners];
    bench.database.listeners.clear();
    await bench.store.setPaused("requestor", true);
    for (const listener of listeners) bench.database.listeners.add(listener);
    await bench.clock.pass(60_000);
    expect(bench.requestor.calls.writes).toBe(0);
    expect(bench.states()).toEqual(["pending"]);
  });

  it("begins no other message of a lane at work when either side is paused", async () => {
    queueFor(1_000);
    for (let n = 0; n < 5; n += 1) bench.superoffice.write(superofficeTicket, `message ${n}`);
    await bench.clock.until("one is mirrored", () => bench.requestor.calls.writes === 1);
    await bench.store.setPaused("superoffice", true);
    await bench.clock.pass(10 * 60_000);
    expect(bench.requestor.calls.writes).toBeLessThanOrEqual(2);
    await bench.store.setPaused("superoffice", false);
    await bench.quiet();
    expect(bench.words("requestor")).toHaveLength(5);
  });
});

it("claims no lane again and again when the word that a side was resumed was lost", async () => {
  const bench = new Bench();
  await bench.link();
  let lost = false;
  let claims = 0;
  const store: Store = {
    ...bench.store,
    onWake: (listener) => bench.store.onWake((topic) => (lost && topic === "sides" ? undefined : listener(topic))),
    claimLanes: (...asked) => {
      claims += 1;
      if (claims > 1_000) throw new Error("claimed again and again");
      return bench.store.claimLanes(...asked);
    },
  };
  await bench.engine({ store });
  await bench.store.setPaused("requestor", true);
  await bench.clock.pass(1_000);
  lost = true;
  await bench.store.setPaused("requestor", false);
  bench.superoffice.write(superofficeTicket, "after the pause");
  await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"), 60_000);
  expect(claims).toBeLessThan(100);
  await bench.stop();
});
