import type { Side } from "@ticket-bridge/helpdesk";
import type { FaultSpec } from "@ticket-bridge/simulators";
import { expect, it, vi } from "vitest";

import { Conversation } from "./conversation.ts";
import { allSettled, bothSides, NewTicket } from "./new-ticket.ts";
import { onBothWires, type Stage } from "./on-both-wires.ts";

const timeout = 120_000;
const creating = { createTicketsIn: bothSides, requestor: { searchLagMs: 300 } };

onBothWires(
  "tickets without a counterpart",
  (stage) => {
    it.each(bothSides)(
      "from %s get one on the other side with every message once (P1, P2, P5)",
      { timeout },
      async (side) => {
        const { helpdesks } = stage;
        const ticket = new NewTicket(helpdesks, side).says("one").says("two", { internal: true }).says("three");
        await ticket.crossed(["one", "(two)", "three"]);
        await allSettled(helpdesks);
        for (const one of bothSides) expect(ticket.messagesIn(one)).toHaveLength(3);
        expect(helpdesks.superoffice.control.sent()).toEqual([]);
        expect(helpdesks.requestor.control.sent()).toEqual([]);
        const [superoffice = 0] = ticket.ticketsIn("superoffice");
        const [requestor = 0] = ticket.ticketsIn("requestor");
        const links = await helpdesks.api("GET", "/api/links");
        expect((links.body as { items: unknown[] }).items).toContainEqual(
          expect.objectContaining({ superofficeTicketId: String(superoffice), requestorTicketId: String(requestor) }),
        );
      },
    );

    it("from SuperOffice that begin with a note show nothing of it to the customer (P3)", { timeout }, async () => {
      const { helpdesks } = stage;
      const ticket = new NewTicket(helpdesks, "superoffice").says("one", { internal: true }).says("two");
      await vi.waitFor(() => expect(ticket.messagesIn("requestor")).toContain("two"), {
        timeout: 30_000,
        interval: 50,
      });
      await allSettled(helpdesks);
      expect(ticket.messagesIn("superoffice")).toEqual(["(one)", "two"]);
      expect(ticket.messagesIn("requestor")).toEqual(["nothing of it", "(one)", "two"]);
    });

    it("go on as any linked pair does, also after their reference changed", { timeout }, async () => {
      const { helpdesks } = stage;
      const ticket = new NewTicket(helpdesks, "requestor").says("one");
      await ticket.crossed(["one"]);
      const [requestor = 0] = ticket.ticketsIn("requestor");
      const [superoffice = 0] = ticket.ticketsIn("superoffice");
      const { ref } = helpdesks.requestor.control.setTicket(requestor, { type: "Incident" });
      expect(ref).toMatch(/^INC-/);
      ticket.says("two");
      await ticket.crossed(["one", "two"]);
      await vi.waitFor(
        async () => {
          const links = (await helpdesks.api("GET", "/api/links")).body as { items: Record<string, unknown>[] };
          const link = links.items.find(({ superofficeTicketId }) => superofficeTicketId === String(superoffice));
          expect(link?.["requestorRef"]).toBe(ref);
        },
        { timeout: 20_000, interval: 50 },
      );
    });

    it("get one also where it was renamed before it was found (P2, P5)", { timeout }, async () => {
      const { helpdesks } = stage;
      const { control } = helpdesks.requestor;
      control.faults.add({ kind: "reset-after-commit", match: { method: "POST", path: "^/api/Tickets/NewTicket$" } });
      const ticket = new NewTicket(helpdesks, "superoffice").says("one").says("two");
      await vi.waitFor(() => expect(ticket.ticketsIn("requestor")).toHaveLength(1), { timeout: 30_000, interval: 5 });
      const [made = 0] = ticket.ticketsIn("requestor");
      const tickets = helpdesks.superoffice.control.tickets().length;
      control.setTicket(made, { subject: `Second floor, ${ticket.word}` });
      await control.sendHint(made);
      await ticket.crossed(["one", "two"]);
      await allSettled(helpdesks);
      expect(ticket.ticketsIn("requestor")).toEqual([made]);
      expect(helpdesks.superoffice.control.tickets()).toHaveLength(tickets);
    });
  },
  creating,
);

// What each of them waits for is most of its time, so half of them go beside the others.
const faults: readonly (readonly FaultSpec[])[] = [
  [{ kind: "reset-after-commit" }, { kind: "reset-before-commit" }, { kind: "timeout-after-commit" }],
  [
    { kind: "late-commit", ms: 400 },
    { kind: "status", status: 503, body: "html" },
    { kind: "status", status: 500, body: "own-error", point: "after-commit" },
    { kind: "html-instead-of-json", point: "after-commit" },
  ],
];

for (const half of faults) onBothWires("tickets without a counterpart", (stage) => eachMet(stage, half), creating);

function eachMet(stage: Stage, faults: readonly FaultSpec[]): void {
  it.each([...faults])(
    "make exactly one ticket each when the creation meets %j (P1, P2)",
    { timeout },
    async (fault) => {
      const { helpdesks } = stage;
      const path = { superoffice: "/api/v1/Ticket", requestor: "/api/Tickets/NewTicket" };
      for (const side of bothSides) {
        helpdesks[side].control.faults.add({ ...fault, match: { method: "POST", path: `^${path[side]}$` } });
      }
      const tickets = bothSides.map((side) => new NewTicket(helpdesks, side).says("one").says("two"));
      for (const ticket of tickets) await ticket.crossed(["one", "two"]);
      await allSettled(helpdesks);
      for (const ticket of tickets) {
        for (const side of bothSides) expect(ticket.ticketsIn(side)).toHaveLength(1);
        for (const side of bothSides) expect(ticket.messagesIn(side)).toEqual(["one", "two"]);
      }
      for (const side of bothSides) expect(helpdesks[side].control.faultCounts().total, side).toBeGreaterThan(0);
    },
  );
}

onBothWires(
  "a bridge that creates tickets",
  (stage) => {
    it("makes none in observe mode, and all of them once it mirrors", { timeout }, async () => {
      const { helpdesks } = stage;
      const tickets = bothSides.map((side) => new NewTicket(helpdesks, side).says("one"));
      await vi.waitFor(
        async () => {
          const { body } = await helpdesks.api("GET", "/api/ticket-creations");
          const { items } = body as { items: { reason: string | null }[] };
          expect(items).toHaveLength(2);
          for (const { reason } of items) expect(reason).toContain("Only observed.");
        },
        { timeout: 20_000, interval: 50 },
      );
      const writes = () => [
        ...helpdesks.superoffice.control.writes().filter(({ path }) => !path.includes("/Webhook")),
        ...helpdesks.requestor.control.writes(),
      ];
      expect(writes()).toEqual([]);
      await helpdesks.stopBridge();
      await helpdesks.startBridge("mirror");
      const { body } = await helpdesks.api("GET", "/api/ticket-creations");
      for (const { id } of (body as { items: { id: string }[] }).items) {
        await helpdesks.api("POST", `/api/ticket-creations/${id}/retry`);
      }
      for (const ticket of tickets) await ticket.crossed(["one"]);
    });

    it("that is stopped and started at any moment makes one for each", { timeout }, async () => {
      const { helpdesks } = stage;
      const tickets: NewTicket[] = [];
      for (let round = 0; round < 4; round += 1) {
        // From SuperOffice, whose feed needs no webhook: those still go to the first bridge's port.
        for (let made = 0; made < 2; made += 1) {
          tickets.push(new NewTicket(helpdesks, "superoffice").says("one").says("two"));
        }
        const writes = () => bothSides.reduce((sum, side) => sum + helpdesks[side].control.writes().length, 0);
        const before = writes();
        await vi.waitFor(() => expect(writes()).toBeGreaterThan(before + (round % 3)), {
          timeout: 20_000,
          interval: 5,
        });
        await helpdesks.stopBridge();
        await helpdesks.startBridge();
      }
      for (const ticket of tickets) await ticket.crossed(["one", "two"]);
      await allSettled(helpdesks);
      for (const ticket of tickets) for (const side of bothSides) expect(ticket.ticketsIn(side)).toHaveLength(1);
    });
  },
  { ...creating, mode: "observe" },
);

onBothWires("a bridge that creates none", (stage) => {
  it("leaves every ticket alone where it is not asked to", { timeout }, async () => {
    const { helpdesks } = stage;
    const tickets = bothSides.map((side) => new NewTicket(helpdesks, side).says("one"));
    const conversation = new Conversation(helpdesks, await helpdesks.newPair());
    conversation.writeABit();
    await conversation.crossed();
    expect(tickets[0]?.ticketsIn("requestor")).toEqual([]);
    expect(tickets[1]?.ticketsIn("superoffice")).toEqual([]);
    expect((await helpdesks.api("GET", "/api/ticket-creations")).body).toMatchObject({ items: [] });
  });

  it(
    "follows a SuperOffice ticket that is merged to the other one, where the conversation goes on (P1, P2)",
    { timeout },
    async () => {
      const { helpdesks } = stage;
      const master = helpdesks.superoffice.control.createTicket({ title: "The other" });
      helpdesks.superoffice.control.addMessage(master.id, { text: "its own past" });
      const pair = await helpdesks.newPair();
      const before = new Conversation(helpdesks, pair);
      before.writeABit();
      await before.crossed();
      helpdesks.superoffice.control.setTicket(pair.superoffice, { mergedInto: master.id });
      await vi.waitFor(
        async () => {
          const { body } = await helpdesks.api("GET", `/api/links/${pair.linkId}`);
          expect(body).toMatchObject({ superofficeTicketId: String(master.id) });
        },
        { timeout: 20_000, interval: 50 },
      );
      helpdesks.superoffice.control.addMessage(master.id, { text: "after the merge" });
      helpdesks.requestor.control.addMessage(pair.requestor, { text: "also after it" });
      const said = (side: Side, text: string) =>
        side === "superoffice"
          ? helpdesks.superoffice.control.messages(master.id).filter(({ body }) => body.includes(text)).length
          : helpdesks.requestor.control.messages(pair.requestor).filter(({ body }) => body.includes(text)).length;
      await vi.waitFor(
        () => {
          expect(said("requestor", "after the merge")).toBe(1);
          expect(said("superoffice", "also after it")).toBe(1);
        },
        { timeout: 20_000, interval: 50 },
      );
      await before.settled();
      expect(said("requestor", "its own past")).toBe(0);
      expect(helpdesks.requestor.control.messages(pair.requestor)).toHaveLength(8);
      expect(helpdesks.superoffice.control.messages(master.id)).toHaveLength(9);
    },
  );

  it("mirrors tickets that are closed too, and leaves them closed", { timeout }, async () => {
    const { helpdesks } = stage;
    const pair = await helpdesks.newPair();
    helpdesks.superoffice.control.setTicket(pair.superoffice, { closed: true });
    helpdesks.requestor.control.setTicket(pair.requestor, { closed: true });
    const conversation = new Conversation(helpdesks, pair);
    conversation.writeABit();
    await conversation.crossed();
    conversation.expectPromisesKept();
    expect(helpdesks.superoffice.control.ticket(pair.superoffice).baseStatus).toBe("Closed");
    expect(helpdesks.requestor.control.ticket(pair.requestor).closed).toBe(true);
  });
});
