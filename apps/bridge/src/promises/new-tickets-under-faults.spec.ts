import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { asShown, newFile } from "./carried-files.ts";
import { allSettled, bothSides, NewTicket } from "./new-ticket.ts";
import { TwoHelpdesks } from "./two-helpdesks.ts";
import { calm, faultsMet, unleash } from "./whole-mix.ts";

const timeout = 240_000;

const server = sharedPostgresql();

describe.each(["json", "xml"] as const)("new tickets under faults mixed by seed, over %s", (wire) => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start({
      databaseUrl: await server.createDatabase(),
      createTicketsIn: bothSides,
      wire,
      requestor: { searchLagMs: 300 },
    });
  }, timeout);
  afterAll(() => helpdesks.stop());

  it.each([21, 22])(
    "get exactly one counterpart each, with every message and file, under seed %i (P1 to P3, P5 to P7)",
    { timeout },
    async (seed) => {
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
        for (const side of bothSides) {
          expect(ticket.ticketsIn(side), `${ticket.word} in ${side}`).toHaveLength(1);
          const words = ticket.messagesIn(side);
          // Where the first message has files, Requestor's ticket begins with a line of the bridge's own.
          if (words[0] === "nothing of it" && side === "requestor") words.shift();
          expect(words.sort(), `${ticket.word} in ${side}`).toEqual(["(three)", "one", "two"]);
          expect(ticket.filesIn(side, "one"), `P7: files of ${ticket.word} in ${side}`).toEqual(asShown(files));
        }
      }
      for (const side of bothSides) expect(helpdesks[side].control.sent(), "P6").toEqual([]);
    },
  );
});
