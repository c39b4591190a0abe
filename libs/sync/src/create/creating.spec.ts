import { sides, type TicketId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { linkTickets } from "../steer/link-tickets.ts";
import { CreationBench } from "../testing/creation-bench.ts";

const ticket = "800" as TicketId;
let bench: CreationBench;

beforeEach(() => {
  bench = new CreationBench();
});

afterEach(async () => {
  await bench.stop();
});

describe("a Requestor ticket without a counterpart", () => {
  it("gets one in SuperOffice after a hint, and its messages follow", async () => {
    const engine = await bench.engine({
      creates: { targets: ["superoffice"], categories: [{ superoffice: 12, requestor: 5 }] },
    });
    bench.requestor.open(ticket, { title: "Printer is dead", category: 5 });
    bench.requestor.write(ticket, "It burns");
    bench.requestor.write(ticket, "Only a note", { visibility: "internal" });
    await engine.hint("requestor", [ticket]);
    await bench.quiet();
    const [[id, made] = [], ...others] = bench.superoffice.made();
    expect(others).toEqual([]);
    expect(made?.asked).toMatchObject({ category: 12, priority: null, firstMessage: null });
    expect(made?.title).toMatch(/^Printer is dead \[Requestor 800 [0-9a-z]{10}\]$/);
    const mirrors = bench.superoffice.mirrorsOn(id as TicketId);
    expect(mirrors.map(({ content, visibility }) => [content.text, visibility])).toEqual([
      ["It burns", "public"],
      ["Only a note", "internal"],
    ]);
    expect(await bench.creation()).toMatchObject({ state: "linked", target: { side: "superoffice", ticketId: id } });
    expect(bench.texts("requestor", ticket)).toHaveLength(2);
  });

  it.each([[[]], [["requestor"]]] as const)("is left alone where the policy creates in %j", async (targets) => {
    const engine = await bench.engine({ creates: { targets } });
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect(bench.superoffice.made()).toEqual([]);
    expect(await bench.creations()).toEqual([]);
  });
});

describe("a SuperOffice ticket without a counterpart", () => {
  it("is learned from the feed, and its first public message is the new ticket's, once", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    const link = bench.store.linkCreation.bind(bench.store);
    const seenAs: unknown[] = [];
    bench.store.linkCreation = (lease, of, first) => {
      seenAs.push(first?.visibility);
      return link(lease, of, first);
    };
    await bench.clock.pass(20_000);
    const contact = { name: "Jane Doe", email: "jane@example.com", role: "customer" } as const;
    bench.superoffice.open(ticket, { title: "Printer", contact });
    bench.superoffice.write(ticket, "It burns");
    bench.superoffice.write(ticket, "It still burns");
    await bench.quiet();
    const [[id = "", made] = [], ...others] = bench.requestor.made();
    expect(others).toEqual([]);
    expect(made?.asked?.contact).toEqual(contact);
    const written = bench.texts("requestor", id);
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^\[Jane Doe, .*SuperOffice message \d+\/1, [0-9a-z]{16}\]\n\nIt burns$/);
    expect(written[1]).toMatch(/It still burns$/);
    expect(bench.texts("superoffice", ticket)).toEqual(["It burns", "It still burns"]);
    expect(bench.states()).toEqual(["mirrored", "mirrored"]);
    expect(seenAs).toEqual(["public"]);
    const [first] = bench.database.mirrors;
    const request = bench.requestor.ticketRequests[0];
    expect(request).toBe(`${first?.correlationId}-1`);
    expect(first?.trace).toMatchObject([
      { what: "captured" },
      { what: "sending", requestId: request },
      {
        ...{ what: "mirrored", requestId: request, status: 200 },
        detail: expect.stringContaining(`ticket ${id}`) as string,
      },
    ]);
    // What people write later crosses both ways.
    bench.requestor.write(id as TicketId, "Thanks");
    await bench.quiet();
    expect(bench.texts("superoffice", ticket)).toEqual(["It burns", "It still burns", "Thanks"]);
  });

  it.each([
    ["is internal", { visibility: "internal" } as const, "internal"],
    [
      "carries a file",
      { attachments: [{ id: "1", name: "a.pdf", contentType: null, size: 1, inline: false }] },
      "public",
    ],
    ["was written by the bridge's account by hand", { writtenBy: "bridge" } as const, undefined],
  ])("begins with a line of the bridge's own where its first message %s (P3)", async (_what, overrides, follows) => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, { title: "Printer" });
    bench.superoffice.write(ticket, "secret words", overrides);
    bench.superoffice.write(ticket, "It burns");
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    const [first, ...others] = bench.requestor.stored.filter(({ message }) => message.ticketId === id);
    expect(first?.message.content.text).toMatch(/^\[SuperOffice ticket 800, [0-9a-z]{10}\]\n\nThis ticket was opened/);
    expect(first?.message.content.text).not.toContain("secret");
    expect(others.at(-1)?.message.content.text).toMatch(/It burns$/);
    const secret = others.find(({ message }) => message.content.text.includes("secret"));
    expect(secret?.message.visibility).toBe(follows);
    expect(bench.texts("superoffice", ticket)).toEqual(["secret words", "It burns"]);
  });

  it("is read once for what it begins with, although that may tell that a bridge made it (P8)", async () => {
    await bench.engine({ creates: { targets: sides } });
    await bench.clock.pass(20_000);
    let reads = 0;
    let before: number | undefined;
    const read = bench.superoffice.readMessages.bind(bench.superoffice);
    bench.superoffice.readMessages = (...asked) => {
      reads += 1;
      return read(...asked);
    };
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "It burns");
    bench.requestor.ticketRefusal = () => {
      before = reads;
      return null;
    };
    await bench.clock.until("made", () => bench.requestor.made().length > 0);
    expect(before).toBe(1);
  });

  it("keeps the bridge's own line to itself when both are linked again from the start (P5)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "secret words", { visibility: "internal" });
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 1 })).items;
    await bench.store.removeLink(link?.id ?? "", "Unlinked.");
    await linkTickets(
      { store: bench.store, helpdesks: { superoffice: bench.superoffice, requestor: bench.requestor } },
      { superofficeTicketId: ticket, requestorTicketId: id as TicketId, from: "start" },
    );
    await bench.quiet();
    expect(bench.texts("superoffice", ticket)).toEqual(["secret words"]);
  });

  it("goes on as any other: an edit of its first message is corrected there, once", async () => {
    const engine = await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    const { id: first } = bench.superoffice.write(ticket, "The printr is dead");
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    expect(bench.texts("requestor", id)).toHaveLength(1);
    const content = { format: "plain", text: "The printer is dead" } as const;
    bench.superoffice.replace(first, { content, changedAt: bench.clock.now() });
    await engine.hint("superoffice", [ticket]);
    await bench.quiet();
    const [, correction, ...others] = bench.texts("requestor", id);
    expect(correction).toContain("The printer is dead");
    expect(others).toEqual([]);
  });

  it.each([
    ["public", null],
    ["internal", /^It was public and became internal in SuperOffice/],
  ] as const)(
    "whose first message is %s by the time it is found keeps what customers read in view (P3)",
    async (visibility, held) => {
      await bench.engine({ creates: { targets: ["requestor"] } });
      await bench.clock.pass(20_000);
      bench.superoffice.open(ticket);
      bench.requestor.faults.push("answer-lost");
      bench.requestor.searchLagMs = 30_000;
      const { id: first } = bench.superoffice.write(ticket, "Hello");
      await bench.clock.until("made", () => bench.requestor.made().length > 0);
      bench.superoffice.replace(first, { visibility, changedAt: bench.clock.now() });
      await bench.clock.pass(4_000_000);
      expect(bench.requestor.made()).toHaveLength(1);
      const reasons = bench.database.mirrors.flatMap(({ reason }) => reason ?? []);
      expect(reasons).toEqual(held === null ? [] : [expect.stringMatching(held)]);
    },
  );

  it("that becomes internal while its counterpart waits to be written is not made (P3)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    const create = bench.requestor.createTicket.bind(bench.requestor);
    bench.requestor.createTicket = async (...given) => {
      await bench.clock.sleep(90_000);
      return await create(...given);
    };
    bench.superoffice.open(ticket, { title: "Secret words" });
    bench.superoffice.write(ticket, "note", { visibility: "internal" });
    await bench.clock.pass(40_000);
    bench.superoffice.open(ticket, { title: "Secret words", shown: { visibility: "internal" } });
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toEqual([]);
    expect((await bench.creation())?.state).toBe("held");
  });

  it("passes over a bounce at its beginning", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Undeliverable", { kind: "bounce" });
    bench.superoffice.write(ticket, "It burns");
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    expect(bench.texts("requestor", id)).toEqual([expect.stringMatching(/It burns$/)]);
    expect(bench.states().sort()).toEqual(["mirrored", "skipped"]);
  });

  it("waits until it has a message", async () => {
    const engine = await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    await engine.hint("superoffice", [ticket]);
    await bench.clock.pass(20_000);
    expect(await bench.creation()).toMatchObject({ state: "pending", reason: "It has no message yet." });
    bench.superoffice.write(ticket, "It burns");
    await bench.quiet();
    expect(bench.requestor.made()).toHaveLength(1);
  });

  it("that is internal itself is for a person", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, { shown: { visibility: "internal" } });
    bench.superoffice.write(ticket, "secret words", { visibility: "internal" });
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toEqual([]);
    expect(await bench.creation()).toMatchObject({
      state: "held",
      reason: expect.stringContaining("internal") as string,
    });
  });
});
