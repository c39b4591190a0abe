import type { Message, MessageId, Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

const held = () => bench.database.mirrors.filter(({ state }) => state === "held");
const visibilities = (side: Side) => bench[side].mirrorsOn(ticketOf[side]).map(({ visibility }) => visibility);

describe.each(["superoffice", "requestor"] as const)("that an internal message of %s became public", (side) => {
  const other: Side = side === "requestor" ? "superoffice" : "requestor";
  const told = /became public.*stays internal/;
  let id: MessageId;

  async function edit(change: Partial<Message>): Promise<void> {
    await bench.edit(side, id, change);
    await bench.quiet();
  }

  beforeEach(async () => {
    await bench.engine();
    ({ id } = bench[side].write(ticketOf[side], "one", { visibility: "internal" }));
    await bench.quiet();
  });

  it("stays told whatever its words become, until a person has settled it", async () => {
    await edit({ visibility: "public" });
    for (const words of ["two", "three"]) {
      await edit(text(words));
      expect(bench.words(other).at(-1)).toBe(words);
      expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    }
    await bench.store.skipMirror(held()[0]?.id ?? "", "It stays internal.");
    await edit(text("four"));
    expect(bench.words(other).at(-1)).toBe("four");
    await edit({});
    await bench.clock.pass(1_200_000);
    expect(held()).toEqual([]);
    expect(visibilities(other)).not.toContain("public");
  });

  it("is told also where its words changed with that", async () => {
    await edit({ ...text("two"), visibility: "public" });
    expect(bench.words(other).at(-1)).toBe("two");
    expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    await bench.clock.pass(1_200_000);
    expect(held()).toHaveLength(1);
  });

  it.each(["answer-lost", "server-error-before-commit", "never-left", "refused"] as const)(
    "is told once where the change of its words met: %s",
    async (fault) => {
      await edit({ visibility: "public" });
      bench[other].faults.push(fault);
      await edit(text("two"));
      await bench.clock.pass(1_200_000);
      for (const { id: row, reason } of held()) if (!told.test(reason ?? "")) await bench.store.retryMirror(row);
      await bench.quiet();
      expect(bench.words(other).at(-1)).toBe("two");
      expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    },
  );

  it("is told no more once it is internal again", async () => {
    await edit({ visibility: "public" });
    await edit(text("two"));
    await edit({ visibility: "internal" });
    expect(held()).toEqual([]);
    expect(bench.words(other).filter((words) => words === "two")).toHaveLength(1);
  });

  it("is told no more once it is internal again, but that customers read what was published meanwhile", async () => {
    await edit({ visibility: "public" });
    await edit(text("two"));
    for (const mirror of bench[other].mirrorsOn(ticketOf[other])) {
      bench[other].replace(mirror.id, { visibility: "public", changedAt: bench.clock.now() });
    }
    await edit({ visibility: "internal" });
    expect(held().filter(({ reason }) => told.test(reason ?? ""))).toEqual([]);
    if (other === "superoffice") expect(visibilities(other)).not.toContain("public");
    else expect(held()).toMatchObject([{ reason: expect.stringMatching(/customers can still read/) as string }]);
  });

  it("is held only once for its words where these are refused", async () => {
    await edit({ visibility: "public" });
    bench[other].faults.push(...Array.from({ length: 100 }, () => "refused" as const));
    await edit(text("two"));
    const left = bench[other].faults.length;
    await edit({});
    await bench.clock.pass(3_600_000);
    expect(bench[other].faults).toHaveLength(left);
  });
});

describe("a ticket of SuperOffice that was internal for a time", () => {
  async function closeAndOpen(meanwhile: () => void): Promise<void> {
    await bench.engine();
    const ids = ["one", "two", "three"].map((words) => bench.superoffice.write(superofficeTicket, words).id);
    await bench.quiet();
    for (const id of ids) await bench.edit("superoffice", id, { visibility: "internal" });
    await bench.quiet();
    expect(held()).toHaveLength(3);
    meanwhile();
    for (const { id } of held()) await bench.store.skipMirror(id, "Done by hand.");
    for (const id of ids) await bench.edit("superoffice", id, { visibility: "public" });
    await bench.quiet();
  }

  it("is one thing to do where its mirrors were hidden by hand", async () => {
    await closeAndOpen(() => {
      for (const { id } of bench.requestor.mirrorsOn(requestorTicket)) {
        bench.requestor.replace(id, { visibility: "internal" });
      }
    });
    expect(held()).toHaveLength(3);
    const [reason, ...more] = new Set(held().map((row) => row.reason));
    expect(more).toEqual([]);
    expect(reason).toContain(`ticket ${requestorTicket}`);
    const details = held().map(({ trace }) => trace.at(-1)?.detail);
    for (const { id } of bench.requestor.mirrorsOn(requestorTicket)) {
      expect(details).toContainEqual(expect.stringContaining(`message ${id}`));
    }
  });

  it("is nothing to do where customers could read its mirrors all the time", async () => {
    await closeAndOpen(() => undefined);
    expect(held()).toEqual([]);
    expect(visibilities("requestor")).toEqual(["public", "public", "public"]);
    const { length } = bench.database.mirrors;
    await bench.clock.pass(1_200_000);
    expect(bench.database.mirrors).toHaveLength(length);
  });
});
