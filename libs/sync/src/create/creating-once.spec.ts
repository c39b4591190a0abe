import { sides, type TicketId } from "@ticket-bridge/helpdesk";
import { ticketCode } from "@ticket-bridge/mapping";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CreationBench } from "../testing/creation-bench.ts";

const ticket = "800" as TicketId;
let bench: CreationBench;

beforeEach(() => {
  bench = new CreationBench();
});

afterEach(async () => {
  await bench.stop();
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
    expect((await bench.creation())?.state).toBe("linked");
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
      expect(bench.texts("requestor", id)).toEqual([expect.stringMatching(/Hello$/), expect.stringMatching(/Again$/)]);
      expect(bench.texts("superoffice", ticket)).toEqual(["Hello", "Again"]);
      const trace = bench.database.mirrors[0]?.trace ?? [];
      const requests = trace.flatMap(({ what, requestId }) => (what === "sending" ? [requestId] : []));
      expect(requests).toEqual(bench.requestor.ticketRequests);
      expect(new Set(requests).size).toBe(requests.length);
      expect(trace[0]?.what).toBe("captured");
      expect(["mirrored", "read-back-found"]).toContain(trace.at(-1)?.what);
    },
  );

  it("a refusal is for a person, who may retry it", async () => {
    const engine = await bench.engine({ creates: { targets: ["superoffice"] } });
    bench.superoffice.faults.push("refused");
    bench.requestor.open(ticket);
    bench.requestor.write(ticket, "Hello");
    await engine.hint("requestor", [ticket]);
    await bench.clock.pass(60_000);
    const held = await bench.creation();
    expect(held).toMatchObject({ state: "held", reason: "superoffice: refused the ticket" });
    await bench.store.retryCreation(held?.id ?? "");
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
  });

  it("a refusal that was none is found by number, also by a person's retry before the search finds it (P2)", async () => {
    await bench.engine({ creates: { targets: ["requestor"] } });
    await bench.clock.pass(20_000);
    bench.requestor.searchLagMs = 30_000;
    bench.requestor.faults.push("refused-but-stored");
    bench.superoffice.open(ticket);
    bench.superoffice.write(ticket, "Hello", { author: { name: "Agent", email: null, role: "agent" } });
    await bench.clock.until("held", () => bench.database.creations[0]?.state === "held");
    await bench.store.retryCreation(bench.database.creations[0]?.id ?? "");
    await bench.clock.pass(400_000);
    expect(bench.requestor.made()).toHaveLength(1);
    expect((await bench.creation())?.state).toBe("linked");
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
    expect((await bench.creation())?.state).toBe("linked");
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

  it.each([
    ["a mirror", "public"],
    ["a line of the bridge's own", "internal"],
  ] as const)(
    "a ticket that begins with %s and was renamed before it was found is known by that (P2, P5)",
    async (_what, visibility) => {
      const engine = await bench.engine({ creates: { targets: sides } });
      await bench.clock.pass(20_000);
      bench.requestor.faults.push("answer-lost");
      bench.superoffice.open(ticket);
      bench.superoffice.write(ticket, "Hello", { visibility });
      await bench.clock.until("made", () => bench.requestor.made().length > 0);
      const [[id, made] = ["", undefined]] = bench.requestor.made();
      if (made === undefined) throw new Error("Nothing was made.");
      bench.requestor.tickets.set(id, { ...made, title: "Printer on the second floor" });
      await engine.hint("requestor", [id as TicketId]);
      await bench.clock.pass(400_000);
      expect(bench.requestor.made()).toHaveLength(1);
      expect(bench.superoffice.made()).toEqual([]);
      expect(await bench.creations()).toMatchObject([{ state: "linked", target: { ticketId: id } }]);
    },
  );

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
      event: { what: "sending", detail: "" },
    });
    const engine = await bench.engine({ creates: { targets: ["superoffice"] }, start: false });
    const key = { bridgeId: "bridge.test", secret: "a secret for tests" };
    const title = `Ticket 800 [Requestor 800 ${ticketCode({ side: "requestor", ticketId: ticket }, key)}]`;
    bench.superoffice.commitTicket({ title, contact: null, category: null, priority: null, firstMessage: null });
    await engine.start();
    await bench.clock.pass(30_000);
    await bench.quiet();
    expect(bench.superoffice.made()).toHaveLength(1);
    expect(await bench.creation()).toMatchObject({ state: "linked" });
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
