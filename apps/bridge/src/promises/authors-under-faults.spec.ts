import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { TwoHelpdesks, type LinkedPair } from "./two-helpdesks.ts";
import { calm, faultsMet, unleash } from "./whole-mix.ts";

const timeout = 240_000;
const patience = { timeout: 60_000, interval: 50 };
const mailbox = "support@requestor.example";
const jane = { name: "Jane Doe", email: "jane@example.com" };
const kim = 5;

const server = sharedPostgresql();

interface Record {
  readonly state: string;
  readonly losses: readonly string[];
  readonly source: { readonly side: string; readonly messageId: string };
}

describe.each([
  ["json", 51],
  ["xml", 52],
] as const)("authors, copies and what stands beside the text, under mixed faults, over %s", (wire, seed) => {
  let helpdesks: TwoHelpdesks;

  beforeAll(async () => {
    helpdesks = await TwoHelpdesks.start({
      databaseUrl: await server.createDatabase(),
      wire,
      outboundMailbox: mailbox,
      mapping: {
        authors: new Map([
          // Requestor tells no address with a message; by this one SuperOffice finds her person.
          ["jane doe", { name: "Jane of Example", email: jane.email }],
          [jane.email, { name: "Jane of Example", email: null }],
          ["kim berg", { name: "Kim Bergová", email: null }],
          ["kim novák", { name: "Kim from the old desk", email: null }],
        ]),
      },
    });
  }, timeout);
  afterAll(() => helpdesks.stop());

  /** A ticket of Jane's on both sides. */
  async function newPair(): Promise<LinkedPair> {
    const superoffice = helpdesks.superoffice.control.createTicket({ title: "Printer", customer: jane });
    const requestor = helpdesks.requestor.control.createTicket({ subject: "Printer", from: "jane" });
    return await helpdesks.link(superoffice.id, requestor.id);
  }

  function write({ superoffice: ours, requestor: theirs }: LinkedPair) {
    const { superoffice, requestor } = helpdesks;
    const emailHeader = "To: support@example.com\r\nCc: Robin <robin@example.com>\r\nBcc: audit@example.com\r\n";
    const beside = { timeSpent: 15, important: true, language: "en", emailHeader };
    return {
      agent: superoffice.control.addMessage(ours, { text: "agent here", from: kim, ...beside }).id,
      note: superoffice.control.addMessage(ours, { text: "note here", from: kim, slevel: "Internal", emailHeader }).id,
      customer: superoffice.control.addMessage(ours, { text: "customer here", emailHeader }).id,
      phone: requestor.control.addMessage(theirs, { text: "customer there", from: "jane", isMobileDevice: true }).id,
      colleague: requestor.control.addMessage(theirs, { text: "agent there", from: "kim" }).id,
    };
  }

  /** Who has Jane's address is a courtesy that no write waits for; asked while nothing breaks, it is known for an hour. */
  async function janeIsKnown(): Promise<void> {
    const pair = await newPair();
    helpdesks.requestor.control.addMessage(pair.requestor, { text: "hello", from: "jane" });
    const inSuperOffice = () => helpdesks.superoffice.control.messages(pair.superoffice);
    await vi.waitFor(() => expect(inSuperOffice()).toMatchObject([{ person: { email: jane.email } }]), patience);
  }

  async function recordOf(side: string, messageId: number): Promise<Record> {
    const { items } = (await helpdesks.api("GET", "/api/mirrors?limit=200")).body as {
      items: (Record & { id: string })[];
    };
    const found = items.find(({ source }) => source.side === side && source.messageId === String(messageId));
    const record = (await helpdesks.api("GET", `/api/mirrors/${found?.id ?? ""}`)).body as Record;
    return { ...record, losses: record.losses.map((loss) => loss.replace(/: \w+ has no place .*/, "")) };
  }

  it(
    "cross with their message, once, and no mail leaves that was not asked for (P2, P3, P6, P7)",
    { timeout },
    async () => {
      await janeIsKnown();
      const pairs = await Promise.all([1, 2].map(() => newPair()));
      unleash(helpdesks, { seed, intensity: 2 });
      const written = pairs.map((pair) => ({ pair, ids: write(pair) }));
      await vi.waitFor(() => expect(faultsMet(helpdesks)).toBeGreaterThan(30), patience);
      await calm(helpdesks);
      const { superoffice, requestor } = helpdesks;
      for (const { pair, ids } of written) {
        await vi.waitFor(() => {
          expect(superoffice.control.messages(pair.superoffice)).toHaveLength(5);
          expect(requestor.control.messages(pair.requestor)).toHaveLength(5);
        }, patience);
        for (const [name, id] of Object.entries(ids)) {
          const side = name === "phone" || name === "colleague" ? "requestor" : "superoffice";
          await vi.waitFor(async () => expect((await recordOf(side, id)).state, name).toBe("mirrored"), patience);
        }

        const inRequestor = (text: string) =>
          requestor.control.messages(pair.requestor).filter(({ body }) => body.includes(text));
        expect(inRequestor("agent here")).toMatchObject([
          {
            ...{ body: expect.stringMatching(/^\[Kim Bergová, /) as unknown, private: false },
            outboundEmail: { from: mailbox, cc: ["robin@example.com"], bcc: ["audit@example.com"] },
          },
        ]);
        expect(inRequestor("note here")).toMatchObject([{ private: true, outboundEmail: null }]);
        expect(inRequestor("customer here")).toMatchObject([
          { body: expect.stringMatching(/^\[Jane of Example, /) as unknown, outboundEmail: null },
        ]);

        const inSuperOffice = (text: string) =>
          superoffice.control.messages(pair.superoffice).filter(({ body }) => body === text);
        expect(inSuperOffice("customer there")).toMatchObject([
          { author: expect.stringContaining("Jane of Example") as unknown, person: { email: jane.email } },
        ]);
        expect(inSuperOffice("agent there")).toMatchObject([
          { author: expect.stringContaining("Kim from the old desk") as unknown, person: null },
        ]);

        const { losses } = await recordOf("superoffice", ids.agent);
        expect(losses).toEqual(
          expect.arrayContaining(["Marked as important", "Language: en", "Time spent: 15 minutes"]),
        );
        expect((await recordOf("superoffice", ids.customer)).losses).toEqual(
          expect.arrayContaining(["Cc: Robin <robin@example.com>", "Bcc: audit@example.com"]),
        );
        expect((await recordOf("requestor", ids.phone)).losses).toContain("Written on a mobile device");
      }
      expect(superoffice.control.sent()).toEqual([]);
      expect(requestor.control.sent()).toHaveLength(pairs.length);
    },
  );
});
