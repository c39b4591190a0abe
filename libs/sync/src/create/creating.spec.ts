import { sides, type TicketId } from "@ticket-bridge/helpdesk";
import { parseTicketMarker, ticketCode } from "@ticket-bridge/mapping";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { linkTickets } from "../steer/link-tickets.ts";
import { Bench } from "../testing/bench.ts";

const ticket = "800" as TicketId;
let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});

afterEach(async () => {
  await bench.stop();
});

/** What became of the one creation. */
async function creation() {
  const { items } = await bench.store.listCreations({ state: null, side: null }, { cursor: null, limit: 10 });
  expect(items).toHaveLength(1);
  return items[0];
}

async function creations() {
  return (await bench.store.listCreations({ state: null, side: null }, { cursor: null, limit: 10 })).items;
}

const texts = (on: "superoffice" | "requestor", id: string) =>
  bench[on].stored.filter(({ message }) => message.ticketId === id).map(({ message }) => message.content.text);

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
    expect(await creation()).toMatchObject({ state: "linked", target: { side: "superoffice", ticketId: id } });
    expect(texts("requestor", ticket)).toHaveLength(2);
  });

  it.each([[[]], [["requestor"]]] as const)("is left alone where the policy creates in %j", async (targets) => {
    const engine = await bench.engine({ creates: { targets } });
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect(bench.superoffice.made()).toEqual([]);
    expect(await creations()).toEqual([]);
  });
});

describe("a SuperOffice ticket without a counterpart", () => {
  it("is learned from the feed, and its first public message is the new ticket's, once", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    const contact = { name: "Jane Doe", email: "jane@example.com", role: "customer" } as const;
    bench.superoffice.open(ticket, { title: "Printer", contact });
    bench.superoffice.write(ticket, "It burns");
    bench.superoffice.write(ticket, "It still burns");
    await bench.quiet();
    const [[id = "", made] = [], ...others] = bench.requestor.made();
    expect(others).toEqual([]);
    expect(made?.asked?.contact).toEqual(contact);
    const written = texts("requestor", id);
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^\[Jane Doe, .*SuperOffice message \d+\/1, [0-9a-z]{16}\]\n\nIt burns$/);
    expect(written[1]).toMatch(/It still burns$/);
    expect(texts("superoffice", ticket)).toEqual(["It burns", "It still burns"]);
    expect(bench.states()).toEqual(["mirrored", "mirrored"]);
    // What people write later crosses both ways.
    bench.requestor.write(id as TicketId, "Thanks");
    await bench.quiet();
    expect(texts("superoffice", ticket)).toEqual(["It burns", "It still burns", "Thanks"]);
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
    expect(texts("superoffice", ticket)).toEqual(["secret words", "It burns"]);
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
    expect(texts("superoffice", ticket)).toEqual(["secret words"]);
  });

  it("goes on as any other: an edit of its first message is corrected there, once", async () => {
    const engine = await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    const { id: first } = bench.superoffice.write(ticket, "The printr is dead");
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    expect(texts("requestor", id)).toHaveLength(1);
    const content = { format: "plain", text: "The printer is dead" } as const;
    bench.superoffice.replace(first, { content, changedAt: bench.clock.now() });
    await engine.hint("superoffice", [ticket]);
    await bench.quiet();
    const [, correction, ...others] = texts("requestor", id);
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
    expect((await creation())?.state).toBe("held");
  });

  it("passes over a bounce at its beginning", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Undeliverable", { kind: "bounce" });
    bench.superoffice.write(ticket, "It burns");
    await bench.quiet();
    const [[id = ""] = []] = bench.requestor.made();
    expect(texts("requestor", id)).toEqual([expect.stringMatching(/It burns$/)]);
    expect(bench.states().sort()).toEqual(["mirrored", "skipped"]);
  });

  it("waits until it has a message", async () => {
    const engine = await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    await engine.hint("superoffice", [ticket]);
    await bench.clock.pass(20_000);
    expect(await creation()).toMatchObject({ state: "pending", reason: "It has no message yet." });
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
    expect(await creation()).toMatchObject({ state: "held", reason: expect.stringContaining("internal") as string });
  });
});

describe("tickets that get no counterpart", () => {
  it.each([
    ["deleted", { shown: { state: "deleted" } } as const],
    ["merged", { shown: { state: "merged", mergedInto: "900" as TicketId } } as const],
    ["spam", { isSpam: true }],
    ["older", { createdAt: 0 }],
  ])("%s ones are skipped, and say why", async (_what, shape) => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, shape);
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toEqual([]);
    expect(await creation()).toMatchObject({ state: "skipped", reason: expect.stringMatching(/\.$/) as string });
  });

  it("one that a person unlinked stays alone", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.link();
    const link = (await bench.store.listLinks({ cursor: null, limit: 1 })).items[0];
    await bench.store.removeLink(link?.id ?? "", "By hand.");
    bench.superoffice.open("734" as TicketId);
    bench.superoffice.write("734" as TicketId, "Hello");
    await bench.clock.pass(60_000);
    expect(await creations()).toEqual([]);
  });

  it("one that the bridge made is known by its title, also before both are linked (P5)", async () => {
    const engine = await bench.engine({ creates: { targets: sides } });
    bench.superoffice.faults.push("answer-lost");
    bench.superoffice.searchLagMs = 30_000;
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.until("made", () => bench.superoffice.made().length === 1);
    const [[id] = []] = bench.superoffice.made();
    bench.superoffice.write(id as TicketId, "A person is quicker");
    await engine.hint("superoffice", [id as TicketId]);
    await bench.clock.pass(10_000);
    expect(bench.requestor.made()).toEqual([]);
    await bench.quiet();
    expect(bench.requestor.made()).toEqual([]);
    expect(bench.superoffice.made()).toHaveLength(1);
    expect(texts("requestor", ticket)).toHaveLength(2);
  });

  it("one whose title another bridge marked is held, so that two bridges make no tickets for each other's", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket, { title: "Printer [Requestor 47 k3f9a2bc7d]" });
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(60_000);
    expect(bench.requestor.made()).toEqual([]);
    const held = await creation();
    expect(held).toMatchObject({ state: "held" });
    await bench.store.retryCreation(held?.id ?? "");
    await bench.quiet();
    expect(bench.requestor.made()).toHaveLength(1);
    expect(parseTicketMarker(bench.requestor.made()[0]?.[1].title ?? "")).toMatchObject({ ticketId: "800" });
  });

  it("MODE=observe makes none and says what it would make", async () => {
    const engine = await bench.engine({ mode: "observe", creates: { targets: sides } });
    await bench.clock.pass(20_000);
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Hello");
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect([...bench.superoffice.made(), ...bench.requestor.made()]).toEqual([]);
    expect(bench.superoffice.calls.writes + bench.requestor.calls.writes).toBe(0);
    const seen = await creations();
    expect(seen).toHaveLength(2);
    for (const { reason } of seen) expect(reason).toMatch(/^Only observed\. Would be created in /);
  });

  it.each(sides)("none is made while %s is paused", async (side) => {
    const engine = await bench.engine({ creates: { targets: sides } });
    await bench.store.setPaused(side, true);
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    expect(bench.superoffice.made()).toEqual([]);
    await bench.store.setPaused(side, false);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
  });
});

describe("what a lost answer, a refusal or an end of the process leaves", () => {
  const faults = [
    ["answer-lost", ["answer-lost"]],
    ["answer-lost twice in a row", ["answer-lost", "answer-lost"]],
    ["a late commit", [{ commitsAfterMs: 60_000 }]],
    ["a 502 before the commit", ["server-error-before-commit"]],
    ["a refused connection", ["never-left", "never-left"]],
  ] as const;

  it.each(faults)("%s: exactly one ticket in SuperOffice (P1, P2)", async (_what, thrown) => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.superoffice.faults.push(...thrown);
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(400_000);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
    expect((await creation())?.state).toBe("linked");
  });

  it.each(faults)(
    "%s: exactly one ticket in Requestor, with its first message once (P1, P2)",
    async (_what, thrown) => {
      await bench.engine({ creates: { targets: ["requestor"] } });
      await bench.clock.pass(20_000);
      bench.requestor.faults.push(...thrown);
      bench.superoffice.open(ticket);
      bench.superoffice.write(ticket, "Hello");
      bench.superoffice.write(ticket, "Again");
      await bench.clock.pass(400_000);
      await bench.quiet();
      const [[id = ""] = [], ...others] = bench.requestor.made();
      expect(others).toEqual([]);
      expect(texts("requestor", id)).toEqual([expect.stringMatching(/Hello$/), expect.stringMatching(/Again$/)]);
      expect(texts("superoffice", ticket)).toEqual(["Hello", "Again"]);
    },
  );

  it("a refusal is for a person, who may retry it", async () => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.superoffice.faults.push("refused");
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    const held = await creation();
    expect(held).toMatchObject({ state: "held", reason: "superoffice: refused the ticket" });
    await bench.store.retryCreation(held?.id ?? "");
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
  });

  it("an address that Requestor refuses is left out at the next attempt", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.faults.push("refused");
    const contact = { name: "Jane", email: "jane@example.com", role: "customer" } as const;
    bench.superoffice.open(ticket, { contact });
    bench.superoffice.write(ticket, "Hello");
    await bench.quiet();
    expect(bench.requestor.made()[0]?.[1].asked?.contact).toBeNull();
  });

  it("a refusal of the customer's address that was none leaves one ticket (P2)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.searchLagMs = 15_000;
    bench.requestor.faults.push("refused-but-stored");
    const contact = { name: "Jane", email: "jane@example.com", role: "customer" } as const;
    bench.superoffice.open(ticket, { contact });
    bench.superoffice.write(ticket, "Hello");
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect((await creation())?.state).toBe("linked");
  });

  it.each(sides)("what %s puts behind a title hides no ticket that was made (P2, P5)", async (target) => {
    const source = target === "superoffice" ? "requestor" : "superoffice";
    const engine = await bench.engine({ creates: { targets: sides } });
    await bench.clock.pass(20_000);
    const commit = bench[target].commitTicket.bind(bench[target]);
    bench[target].commitTicket = (asked) => commit({ ...asked, title: `${asked.title} (#9001)` });
    bench[target].faults.push("answer-lost");
    bench[source].open(ticket);
    bench[source].write(ticket, "Hello");
    await engine.hint(source, [ticket]);
    await bench.clock.until("made", () => bench[target].made().length > 0);
    await engine.hint(target, [bench[target].made()[0]?.[0] as TicketId]);
    await bench.clock.pass(400_000);
    expect(bench[target].made()).toHaveLength(1);
    expect(bench[source].made()).toEqual([]);
  });

  it("two bridges on one database make one ticket", async () => {
    const creates = { targets: ["superoffice"] } as const;
    const [one, other] = [await bench.engine({ creates }), await bench.engine({ creates })];
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await Promise.all([one.hint("requestor", [ticket]), other.hint("requestor", [ticket])]);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
  });

  it("a bridge that died after its POST is followed by one that finds the ticket", async () => {
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await bench.store.beginCreating(["requestor"]);
    await bench.store.learnTickets("requestor", [ticket]);
    const [lease] = await bench.store.claimCreations("dead", { sources: ["requestor"], limit: 1, leaseMs: 10_000 });
    if (lease === undefined) throw new Error("Nothing was claimed.");
    await bench.store.recordCreation(lease, 10_000, {
      ...{ to: "sending", marker: "x", firstMessageId: null, carriedHash: null, losses: [] },
    });
    const engine = await bench.engine({ creates: { targets: ["superoffice"] }, start: false });
    const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
    const title = `Ticket 800 [Requestor 800 ${ticketCode({ side: "requestor", ticketId: ticket }, key)}]`;
    bench.superoffice.commitTicket({ title, contact: null, category: null, priority: null, firstMessage: null });
    await engine.start();
    await bench.clock.pass(30_000);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
    expect(await creation()).toMatchObject({ state: "linked" });
    expect(bench.superoffice.stored.map(({ message }) => message.content.text)).toEqual(["Hello"]);
  });

  it("a database restored from before the creation finds the ticket again before it makes another", async () => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.quiet();
    bench.database.creations.length = 0;
    bench.database.links.length = 0;
    bench.database.lanes.length = 0;
    bench.database.mirrors.length = 0;
    await engine.hint("requestor", [ticket]);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
    expect(bench.superoffice.stored).toHaveLength(1);
  });
});
