import { DeliveryError, readTicketId, type Side, type Ticket, type TicketId } from "@ticket-bridge/helpdesk";
import type { Clock, SideStanding } from "@ticket-bridge/sync";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createLog } from "@ticket-bridge/assembly";
import { HintBox } from "./hint-box.ts";

const id = (value: number) => readTicketId(value) as TicketId;

let stored: [Side, readonly TicketId[]][];
let failures: number;
let slept: number[];
let paused: boolean;
let found: (reference: string) => Promise<Ticket | null>;
let box: HintBox;

/** Sleeps end at once, so that a test need not wait for them. */
const clock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: (milliseconds) => {
    slept.push(milliseconds);
    return new Promise((resolve) => setImmediate(resolve));
  },
};

beforeEach(() => {
  stored = [];
  failures = 0;
  slept = [];
  paused = false;
  found = () => Promise.resolve(null);
  box = new HintBox({
    store: {
      sideStandings: () => Promise.resolve([{ side: "requestor", paused } as SideStanding]),
      setPaused: () => Promise.resolve(),
      recordSideSuccess: () => Promise.resolve(),
      recordWrite: () => Promise.resolve(),
      recordSideTrouble: () => Promise.resolve(),
      recordChangesRefused: () => Promise.resolve(),
      recordHooks: () => Promise.resolve(),
    },
    hint: (side, tickets) => {
      failures -= 1;
      if (failures >= 0) return Promise.reject(new Error("The database is away."));
      stored.push([side, tickets]);
      return Promise.resolve();
    },
    references: { findTicketByReference: (reference) => found(reference) },
    clock,
    log: createLog({ level: "silent" }),
  });
});
afterEach(() => box.stop());

describe("hints that wait to be stored", () => {
  it("are kept while the database is away and stored once it is back, with growing waits of at most 5 s", async () => {
    failures = 6;
    box.addTicket("superoffice", id(1));
    await expect.poll(() => stored).toEqual([["superoffice", ["1"]]]);
    expect(slept).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  });

  it("are coalesced: a ticket that is hinted at a hundred times is stored once", async () => {
    for (let count = 0; count < 100; count += 1) box.addTicket("requestor", id(47));
    box.addTicket("requestor", id(48));
    await expect.poll(() => stored.flatMap(([, each]) => each)).toContain("48");
    const tickets = stored.flatMap(([, each]) => each);
    expect(tickets.filter((ticket) => ticket === "47").length).toBeLessThanOrEqual(2);
  });

  it("do not grow without bound", async () => {
    failures = Number.POSITIVE_INFINITY;
    for (let ticket = 1; ticket <= 20_000; ticket += 1) box.addTicket("superoffice", id(ticket));
    expect(box.waiting).toBeLessThanOrEqual(10_000);
    await box.stop();
  });

  it("do not keep the program from ending", async () => {
    failures = Number.POSITIVE_INFINITY;
    box.addTicket("superoffice", id(1));
    await box.stop();
    expect(stored).toEqual([]);
    box.addTicket("superoffice", id(2));
    expect(box.waiting).toBe(1);
  });
});

describe("a ticket's reference", () => {
  const ticket = { id: id(47) } as Ticket;

  it("becomes the ticket's id", async () => {
    found = (reference) => Promise.resolve(reference === "INC-000047" ? ticket : null);
    box.addReference("INC-000047");
    await expect.poll(() => stored).toEqual([["requestor", ["47"]]]);
  });

  it("is asked for again while Requestor is down, and holds back no other hint", async () => {
    let downFor = 3;
    found = () => {
      downFor -= 1;
      const down = new DeliveryError("Requestor is down", { decision: "retryable", fault: "side" });
      return downFor >= 0 ? Promise.reject(down) : Promise.resolve(ticket);
    };
    box.addReference("INC-000047");
    box.addTicket("superoffice", id(1));
    await expect
      .poll(() => stored)
      .toEqual([
        ["superoffice", ["1"]],
        ["requestor", ["47"]],
      ]);
  });

  it("is dropped when there is no such ticket or asking is useless", async () => {
    box.addReference("INC-000001");
    await expect.poll(() => box.waiting).toBe(0);
    found = () => Promise.reject(new DeliveryError("no", { decision: "permanent", fault: "ticket" }));
    box.addReference("INC-000002");
    await expect.poll(() => box.waiting).toBe(0);
    expect(stored).toEqual([]);
  });

  it("is not asked for while Requestor is paused", async () => {
    paused = true;
    const asked = vi.fn(() => Promise.resolve(ticket));
    found = asked;
    box.addReference("INC-000047");
    await expect.poll(() => box.waiting).toBe(0);
    expect(asked).not.toHaveBeenCalled();
  });
});
