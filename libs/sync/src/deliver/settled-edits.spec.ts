import type { Message, MessageId, Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.clock.pass(60_000);
}

/** Its version is another one, and all it says is the same. */
const touch = (side: Side, id: MessageId) => edit(side, id, {});

describe("an edit that a person skipped", () => {
  it("does not come again when it was uncertain and had been written", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.faults.push({ commitsAfterMs: 90_000 });
    await edit("superoffice", id, text("two"));
    expect(bench.last()).toMatchObject({ kind: "edit", state: "uncertain" });
    await bench.store.skipMirror(bench.last()?.id ?? "", "It stands there.");
    await bench.clock.pass(120_000);
    await touch("superoffice", id);
    expect(bench.rows().filter((row) => row.startsWith("edit"))).toEqual(["edit 2 mirrored"]);
    await edit("superoffice", id, text("three"));
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["one", "two", "three"]);
  });

  it.each(["a touch", "the audit"])(
    "because Requestor cannot hold it internal is asked for no more by %s",
    async (by) => {
      await bench.engine();
      const { id } = bench.superoffice.write(superofficeTicket, "one", { visibility: "internal" });
      await bench.quiet();
      bench.requestor.canHoldInternal = false;
      await bench.clock.pass(3_600_000);
      await edit("superoffice", id, text("two"));
      expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
      await bench.store.skipMirror(bench.last()?.id ?? "", "Written by hand.");
      if (by === "a touch") await touch("superoffice", id);
      await bench.clock.pass(3 * 3_600_000);
      expect(bench.rows().filter((row) => row.startsWith("edit"))).toEqual(["edit 2 skipped"]);
    },
  );

  it("because it hides what Requestor cannot hide is not held again, and what comes after it crosses internally", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await edit("superoffice", id, { visibility: "internal" });
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    bench.requestor.replace(mirror?.id ?? id, { visibility: "internal" });
    await bench.store.skipMirror(bench.last()?.id ?? "", "Hidden by hand.");
    await touch("superoffice", id);
    expect(bench.rows().filter((row) => row.startsWith("edit"))).toEqual(["edit 2 skipped"]);
    await edit("superoffice", id, text("two"));
    expect(bench.last()).toMatchObject({ revision: 3, state: "mirrored" });
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual([
      "internal",
      "internal",
    ]);
  });

  it("because it became public is not held again, and publishes nothing later", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one", { visibility: "internal" });
    await bench.quiet();
    await edit("requestor", id, { visibility: "public" });
    await bench.store.skipMirror(bench.last()?.id ?? "", "It stays internal.");
    await touch("requestor", id);
    await edit("requestor", id, { visibility: "internal" });
    await edit("requestor", id, { ...text("two"), visibility: "public" });
    expect(bench.rows().at(-1)).toBe("edit 4 mirrored");
    expect(bench.superoffice.mirrorsOn(superofficeTicket)).toMatchObject([
      { visibility: "internal", content: { text: "two" } },
    ]);
  });

  it("is undone at the mirror when its source goes back, since the skipped attempt may stand there", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.faults.push({ commitsAfterMs: 90_000 });
    await edit("requestor", id, text("two"));
    await bench.store.skipMirror(bench.last()?.id ?? "", "Never mind.");
    await bench.clock.pass(120_000);
    await edit("requestor", id, text("one"));
    await bench.quiet();
    expect(bench.superoffice.mirrorsOn(superofficeTicket)[0]?.content.text).toBe("one");
  });

  it("crosses after all when only its link was taken away meanwhile", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.replace(bench.superoffice.mirrorsOn(superofficeTicket)[0]?.id ?? id, text("by hand"));
    await edit("requestor", id, text("two"));
    expect(bench.last()?.state).toBe("held");
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 1 })).items;
    await bench.store.removeLink(link?.id ?? "", "Unlinked.");
    await bench.link();
    await touch("requestor", id);
    expect(bench.rows().at(-1)).toBe("edit 3 held");
  });
});

it("an edit that hid its mirror without an answer is held once its source is public again (P3)", async () => {
  await bench.engine();
  const { id } = bench.requestor.write(requestorTicket, "one");
  await bench.quiet();
  bench.superoffice.faults.push("answer-lost");
  bench.requestor.replace(id, { visibility: "internal", changedAt: bench.clock.now() });
  await bench.store.hint("requestor", [requestorTicket]);
  await bench.clock.until("it is uncertain", () => bench.last()?.state === "uncertain");
  await edit("requestor", id, { visibility: "public" });
  await bench.quiet();
  expect(bench.superoffice.mirrorsOn(superofficeTicket)).toMatchObject([{ visibility: "internal" }]);
  expect(bench.database.mirrors.filter(({ state }) => state === "held")).toMatchObject([
    { reason: expect.stringMatching(/became public.*stays internal/) as string },
  ]);
});
