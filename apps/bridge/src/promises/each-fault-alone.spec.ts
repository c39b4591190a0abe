import type { Side } from "@ticket-bridge/helpdesk";
import type { FaultSpec } from "@ticket-bridge/simulators";
import { expect, it } from "vitest";

import { Conversation } from "./conversation.ts";
import { onBothWires, type Stage, type Wire } from "./on-both-wires.ts";

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

/** One embedded database among them: what a bridge needs of either is the store's contract, proved on both. */
const embedded: Record<Side, readonly Wire[]> = { superoffice: ["json"], requestor: [] };

for (const side of ["superoffice", "requestor"] as const) {
  onBothWires(`with a fault of ${side} alone`, (stage) => eachFault(stage, side), { embedded: embedded[side] });
}

function eachFault(stage: Stage, side: Side): void {
  it.for(writeFaults)("keeps the promises when a write meets: %s", async ([, fault]) => {
    const { helpdesks } = stage;
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    const { faults } = helpdesks[side].control;
    faults.add({ ...fault, match: { method: "POST", path: writePath[side] } });
    conversation.writeABit();
    await conversation.crossed();
    expect(faults.list(), "the fault was met").toEqual([]);
    conversation.expectPromisesKept();
  });

  it.for(anyFaults)("keeps the promises when %s", async ([, fault]) => {
    const { helpdesks } = stage;
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
    const { helpdesks } = stage;
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
}
