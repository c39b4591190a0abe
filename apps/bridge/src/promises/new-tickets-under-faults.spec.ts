import { expect, it, vi } from "vitest";

import { asShown, newFile } from "./carried-files.ts";
import { allSettled, bothSides, NewTicket } from "./new-ticket.ts";
import { onBothWires } from "./on-both-wires.ts";
import { calm, faultsMet, unleash } from "./whole-mix.ts";

const timeout = 240_000;

onBothWires(
  "new tickets under faults mixed by seed",
  (stage) => {
    it.each([21, 22])(
      "get exactly one counterpart each, with every message and file, under seed %i (P1 to P7)",
      { timeout },
      async (seed) => {
        const { helpdesks } = stage;
        for (const side of bothSides) helpdesks[side].control.clearRecords();
        const files = [newFile("účet.pdf", 30_000), newFile("請求書.pdf", 5)];
        unleash(helpdesks, { seed, intensity: 2 });
        const tickets = bothSides.flatMap((side) =>
          [1, 2, 3].map(() =>
            new NewTicket(helpdesks, side).says("one", { files }).says("two").says("three", { internal: true }),
          ),
        );
        // The mix must have been met before it ends.
        await vi.waitFor(() => expect(faultsMet(helpdesks)).toBeGreaterThan(60), { timeout: 30_000, interval: 50 });
        await calm(helpdesks);
        // A ticket without counterpart is learned from Requestor's webhook only, and the mix loses some.
        for (const ticket of tickets) {
          for (const id of ticket.ticketsIn("requestor")) await helpdesks.requestor.control.sendHint(id);
        }
        for (const ticket of tickets) await ticket.crossed(["(three)", "one", "two"], "any");
        await allSettled(helpdesks);
        for (const ticket of tickets) {
          ticket.expectOrderKept();
          for (const side of bothSides) {
            expect(ticket.ticketsIn(side), `P2, P5: ${ticket.word} in ${side}`).toHaveLength(1);
            const words = ticket.messagesIn(side);
            // Where the first message has files, Requestor's ticket begins with a line of the bridge's own.
            if (words[0] === "nothing of it" && side === "requestor") words.shift();
            expect(words.sort(), `P1, P2, P3: ${ticket.word} in ${side}`).toEqual(["(three)", "one", "two"]);
            expect(ticket.filesIn(side, "one"), `P7: files of ${ticket.word} in ${side}`).toEqual(asShown(files));
          }
        }
        for (const side of bothSides) expect(helpdesks[side].control.sent(), "P6").toEqual([]);
      },
    );
  },
  { createTicketsIn: bothSides, requestor: { searchLagMs: 300 } },
);
