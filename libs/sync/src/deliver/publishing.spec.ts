import { DeliveryError, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
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

describe("a message that is public again before the edit that made it internal was carried", () => {
  const told = /became public.*stays internal/;
  const down = new DeliveryError("not now", { decision: "retryable", fault: "side" });
  let id: MessageId;

  async function begin(side: Side): Promise<void> {
    await bench.engine({ files: new FakeFiles() });
    ({ id } = bench[side].write(ticketOf[side], "one"));
    await bench.quiet();
  }

  const mirror = (side: Side) => bench[side].mirrorsOn(ticketOf[side])[0];

  /** Nobody took the mirror for one that a person made internal. */
  async function expectAgreement(): Promise<void> {
    await bench.store.skipMirror(held()[0]?.id ?? "", "Customers need not read it.");
    await bench.clock.pass(3_600_000);
    expect(await bench.store.auditTotals()).toMatchObject({ should: 1, agree: 1 });
    await bench.edit("requestor", id, text("three"));
    await bench.quiet();
    expect(held(), "a person has settled it").toEqual([]);
  }

  /** What hides the mirror and leaves the edit waiting, and what ends that. */
  const hides: [string, () => Promise<() => void>][] = [
    [
      "a file cannot be uploaded",
      async () => {
        const requestor = withAttachments(bench.requestor, { uploads: false });
        Object.assign(bench.superoffice, { createAttachment: () => Promise.reject(down) });
        await bench.edit("requestor", id, { visibility: "internal", attachments: [requestor.attach("a.txt", "x")] });
        await bench.clock.until("it was hidden", () => visibilities("superoffice").includes("internal"));
        return () => bench.requestor.replace(id, { attachments: [] });
      },
    ],
    [
      "the answer to that is lost",
      async () => {
        bench.superoffice.faults.push("answer-lost");
        await bench.edit("requestor", id, { visibility: "internal", ...text("more secret") });
        await bench.clock.until("it was hidden", () => visibilities("superoffice").includes("internal"));
        return () => undefined;
      },
    ],
    [
      "the change of its words meets a server error",
      async () => {
        const { superoffice } = bench;
        const update = superoffice.updateMessage.bind(superoffice);
        const refuse: typeof update = (change, options) =>
          change.content.text === "more secret" ? Promise.reject(down) : update(change, options);
        Object.assign(superoffice, { updateMessage: refuse });
        await bench.edit("requestor", id, { visibility: "internal", ...text("more secret") });
        await bench.clock.until("it was hidden", () => visibilities("superoffice").includes("internal"));
        return () => Object.assign(superoffice, { updateMessage: update });
      },
    ],
  ];

  it.each(hides)("is told as one to publish where %s", async (_why, hide) => {
    withAttachments(bench.superoffice, { uploads: true });
    await begin("requestor");
    const mend = await hide();
    mend();
    await bench.edit("requestor", id, { ...text("two"), visibility: "public" });
    await bench.quiet();
    expect(mirror("superoffice")).toMatchObject({ visibility: "internal", content: { text: "two" } });
    expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    await expectAgreement();
  });

  it("is told as one to publish also where its mirror was changed by hand and a retry writes over that", async () => {
    await begin("requestor");
    bench.superoffice.replace(mirror("superoffice")?.id as MessageId, text("by hand"));
    await bench.edit("requestor", id, { ...text("more secret"), visibility: "internal" });
    await bench.quiet();
    await bench.edit("requestor", id, { ...text("two"), visibility: "public" });
    await bench.quiet();
    expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringContaining("changed by hand") as string });
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.quiet();
    expect(mirror("superoffice")).toMatchObject({ visibility: "internal", content: { text: "two" } });
    expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    await expectAgreement();
  });

  it("is told where the change of its new words has to be tried again too", async () => {
    await begin("requestor");
    bench.superoffice.replace(mirror("superoffice")?.id as MessageId, text("by hand"));
    await bench.edit("requestor", id, { ...text("more secret"), visibility: "internal" });
    await bench.quiet();
    bench.superoffice.replace(mirror("superoffice")?.id as MessageId, text("one"));
    bench.superoffice.faults.push("refused");
    await bench.edit("requestor", id, { ...text("two"), visibility: "public" });
    await bench.quiet();
    expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringContaining("refused") as string });
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.quiet();
    expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
  });

  it.each([[{}], [text("two")]])(
    "is told in Requestor where a person had hidden it by then, as the entry asked (%o)",
    async (words) => {
      await begin("superoffice");
      await bench.edit("superoffice", id, { visibility: "internal" });
      await bench.quiet();
      bench.requestor.replace(mirror("requestor")?.id as MessageId, { visibility: "internal" });
      await bench.edit("superoffice", id, { ...words, visibility: "public" });
      await bench.quiet();
      expect(visibilities("requestor")).not.toContain("public");
      expect(held()).toMatchObject([{ reason: expect.stringMatching(told) as string }]);
    },
  );

  it.each([[{}], [text("two")]])("is nothing to tell where its mirror was never hidden (%o)", async (words) => {
    await begin("requestor");
    bench.superoffice.faults.push("refused");
    await bench.edit("requestor", id, { visibility: "internal" });
    await bench.quiet();
    expect(held()).toHaveLength(1);
    await bench.edit("requestor", id, { ...words, visibility: "public" });
    await bench.quiet();
    expect(held()).toEqual([]);
    expect(visibilities("superoffice")).toEqual(["public"]);
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

it("what became internal is told as readable also where its own ticket is refused to be read (P3)", async () => {
  await bench.engine();
  const { id } = bench.superoffice.write(superofficeTicket, "one");
  await bench.quiet();
  const refusal = new DeliveryError("SuperOffice answered 403.", { decision: "permanent", fault: "ticket" });
  Object.assign(bench.superoffice, { readTicket: () => Promise.reject(refusal) });
  await bench.edit("superoffice", id, { visibility: "internal" });
  await bench.quiet();
  expect(held()).toMatchObject([{ reason: expect.stringMatching(/customers can still read message/) as string }]);
});
