import type { Side } from "@ticket-bridge/helpdesk";
import type { FaultSpec } from "@ticket-bridge/simulators";
import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { Conversation } from "./conversation.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";

const writePath = { superoffice: "/api/v1/TicketMessage", requestor: "/api/Tickets/NewMessage" } as const;

type WriteFault = FaultSpec extends infer Fault ? (Fault extends unknown ? Omit<Fault, "match"> : never) : never;

const writeFaults: [string, WriteFault][] = [
  ["the connection is reset before the commit", { kind: "reset-before-commit" }],
  ["the connection is reset after the commit", { kind: "reset-after-commit" }],
  ["the answer never comes after the commit", { kind: "timeout-after-commit" }],
  ["the write is committed late, after the client has gone", { kind: "late-commit", ms: 800, reset: true }],
  ["429 with Retry-After", { kind: "status", status: 429, body: "html", retryAfter: 1 }],
  ["500 with HTML", { kind: "status", status: 500, body: "html" }],
  ["502 with HTML", { kind: "status", status: 502, body: "html" }],
  ["503 with HTML and Retry-After", { kind: "status", status: 503, body: "html", retryAfter: 1 }],
  ["500 with HTML after the commit", { kind: "status", status: 500, body: "html", point: "after-commit" }],
  ["502 with HTML after the commit", { kind: "status", status: 502, body: "html", point: "after-commit" }],
  ["200 with HTML after the commit", { kind: "html-instead-of-json", point: "after-commit" }],
  ["200 with HTML before the commit", { kind: "html-instead-of-json" }],
  ["401", { kind: "unauthorized" }],
];

/**
 * Three at most: where chance gives all of them to one lane it waits 1 + 2 + 4 s for them. Five were 31 s, more than a
 * test has.
 */
const anyFaults: [string, FaultSpec][] = [
  ["every call is slow", { kind: "latency", ms: 300, times: "always" }],
  ["401 at any moment", { kind: "unauthorized", times: 3, probability: 0.5 }],
  ["429 with Retry-After at any moment", { kind: "status", status: 429, body: "html", retryAfter: 1, times: 2 }],
  ["502 with HTML at any moment", { kind: "status", status: 502, body: "html", times: 3, probability: 0.5 }],
];

/** Each database meets the faults of one helpdesk: what they share is the store's contract, proved on both. */
describe.each([
  ["superoffice", "the embedded database"],
  ["requestor", "PostgreSQL"],
] as const)("with a fault of %s alone, on %s", (side: Side, kind) => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    const databaseUrl = kind === "PostgreSQL" ? await sharedPostgresql().createDatabase() : null;
    helpdesks = await TwoHelpdesks.start({ databaseUrl });
  });

  afterEach(() => {
    for (const sim of [helpdesks.superoffice, helpdesks.requestor]) sim.control.faults.clear();
  });

  afterAll(async () => {
    await helpdesks.stop();
  });

  it.for(writeFaults)("keeps the promises when a write meets: %s", async ([, fault]) => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    const { faults } = helpdesks[side].control;
    faults.add({ ...fault, match: { method: "POST", path: writePath[side] } });
    conversation.writeABit();
    await conversation.crossed();
    expect(faults.list(), "the fault was met").toEqual([]);
    conversation.expectPromisesKept();
  });

  it.for(anyFaults)("keeps the promises when %s", async ([, fault]) => {
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    helpdesks[side].control.faults.add(fault);
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
  });

  it("keeps the promises when bodies are altered on save", async () => {
    const alteration = {
      reindent: true,
      wrapInP: true,
      changeEntities: true,
      stripComments: true,
      trimTrailingSpace: true,
    };
    helpdesks[side].control.alterBodies(alteration);
    try {
      const conversation = new Conversation(helpdesks, await helpdesks.newPair());
      helpdesks[side].control.faults.add({
        kind: "reset-after-commit",
        times: 2,
        match: { method: "POST", path: writePath[side] },
      });
      conversation.writeABit();
      await conversation.crossed();
      conversation.expectPromisesKept();
    } finally {
      helpdesks[side].control.alterBodies({});
    }
  });
});
