import type { Message, MessageId, Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { adoptTarget } from "../steer/adopt-target.ts";
import { type Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.clock.pass(60_000);
}

/** Lives through what is given, and then goes on with the database as it was before. */
async function forgetting(
  lived: () => Promise<void>,
  meanwhile: () => void = () => undefined,
  files = new FakeFiles(),
): Promise<void> {
  const backup = backUp(bench.database);
  const engine = await bench.engine({ files });
  await lived();
  await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
  restore(bench.database, backup);
  meanwhile();
  await bench.engine({ files });
  await bench.clock.pass(300_000);
}

describe.each(["superoffice", "requestor"] as const)("after a restore, a mirror of a message of %s", (side) => {
  const other = side === "superoffice" ? "requestor" : "superoffice";
  const said = () => bench.words(other);
  let id: MessageId;

  it("that says what its source says is left alone, and its next edit crosses", async () => {
    await forgetting(async () => {
      ({ id } = bench[side].write(ticketOf[side], "one"));
      await bench.quiet();
    });
    expect(said()).toEqual(["one"]);
    expect(bench.rows().filter((row) => row.includes("message 1 mirrored"))).toHaveLength(1);
    const compared = bench.database.mirrors.length;
    await edit(side, id, {});
    expect(bench.database.mirrors).toHaveLength(compared);
    await edit(side, id, text("two"));
    expect(said().at(-1)).toBe("two");
  });

  it("whose source was edited meanwhile gets the edit", async () => {
    await forgetting(
      async () => {
        ({ id } = bench[side].write(ticketOf[side], "one"));
        await bench.quiet();
      },
      () => bench[side].replace(id, { ...text("two"), changedAt: bench.clock.now() }),
    );
    expect(said()).toEqual(side === "superoffice" ? ["one", "two"] : ["two"]);
  });

  it("that was edited already is not edited again", async () => {
    await forgetting(async () => {
      ({ id } = bench[side].write(ticketOf[side], "one"));
      await bench.quiet();
      await edit(side, id, text("two"));
      await edit(side, id, text("three"));
    });
    expect(said()).toEqual(side === "superoffice" ? ["one", "two", "three"] : ["three"]);
    const { length } = bench[other].edits;
    await edit(side, id, {});
    expect(bench[other].edits).toHaveLength(length);
    expect(said()).toHaveLength(side === "superoffice" ? 3 : 1);
  });

  it("that customers read although its source became internal is hidden, or held (P3)", async () => {
    await forgetting(
      async () => {
        ({ id } = bench[side].write(ticketOf[side], "one"));
        await bench.quiet();
      },
      () => bench[side].replace(id, { visibility: "internal", changedAt: bench.clock.now() }),
    );
    const [mirror] = bench[other].mirrorsOn(ticketOf[other]);
    if (side === "requestor") expect(mirror?.visibility).toBe("internal");
    else expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
  });

  it("to which an edit that is forgotten brought a file gets no second one of it", async () => {
    const shelves = {
      superoffice: withAttachments(bench.superoffice, { uploads: true }),
      requestor: withAttachments(bench.requestor, { uploads: false }),
    };
    const files = new FakeFiles();
    const before = await bench.engine({ files });
    ({ id } = bench[side].write(ticketOf[side], "one"));
    await bench.quiet();
    await before.stop();
    await forgetting(
      async () => {
        await edit(side, id, { ...text("two"), attachments: [shelves[side].attach("a.txt", "bytes")] });
        await bench.quiet();
      },
      undefined,
      files,
    );
    const held = () => bench[other].mirrorsOn(ticketOf[other]).flatMap((one) => shelves[other].held.get(one.id) ?? []);
    expect(held()).toEqual(["bytes"]);
    expect(said()).toEqual(side === "superoffice" ? ["one", "two"] : ["two"]);
    const twin = shelves[side].attach("a.txt", "other");
    const [kept] = (await bench[side].readMessages(ticketOf[side], [id]))[0]?.attachments ?? [];
    await edit(side, id, { ...text("three"), attachments: kept === undefined ? [] : [kept, twin] });
    await bench.quiet();
    expect(held()).toEqual(["bytes", "other"]);
  });

  it("keeps its attachments, and gets no second one of them", async () => {
    const shelves = {
      superoffice: withAttachments(bench.superoffice, { uploads: true }),
      requestor: withAttachments(bench.requestor, { uploads: false }),
    };
    const files = [shelves[side].attach("a.txt", "first")];
    await forgetting(async () => {
      ({ id } = bench[side].write(ticketOf[side], "one", { attachments: files }));
      await bench.quiet();
    });
    const held = () => bench[other].mirrorsOn(ticketOf[other]).map((mirror) => shelves[other].held.get(mirror.id));
    expect(held()).toEqual([["first"]]);
    await edit(side, id, { ...text("two"), attachments: [...files, shelves[side].attach("b.txt", "second")] });
    expect(held()).toEqual(side === "superoffice" ? [["first"], ["second"]] : [["first", "second"]]);
  });
});

it("what the bridge wrote and a person names as the mirror is compared with its source", async () => {
  await bench.engine();
  bench.requestor.faults.push({ commitsAfterMs: 60_000 });
  const { id } = bench.superoffice.write(superofficeTicket, "one");
  await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
  const [row] = bench.database.mirrors;
  await bench.store.setPaused("requestor", true);
  await bench.clock.pass(90_000);
  if (row === undefined) throw new Error("Nothing was captured.");
  row.carriedHash = null;
  bench.superoffice.replace(id, { ...text("two"), changedAt: bench.clock.now() });
  const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
  const helpdesks = { superoffice: bench.superoffice, requestor: bench.requestor };
  const outcome = await adoptTarget({ store: bench.store, helpdesks }, row.id, mirror?.id ?? id);
  expect(outcome).toMatchObject({ outcome: "done" });
  await bench.store.setPaused("requestor", false);
  await bench.quiet();
  expect(bench.words("requestor")).toEqual(["one", "two"]);
});

describe("after a restore, a mirror that says something else than a message that nobody edited", () => {
  const words = "my password is 1234";
  const hidden = "my password is [removed]";

  it("in SuperOffice is not overwritten where its source was edited before it crossed", async () => {
    await bench.store.setPaused("superoffice", true);
    await forgetting(
      async () => {
        const { id } = bench.requestor.write(requestorTicket, words);
        await bench.clock.pass(60_000);
        bench.requestor.replace(id, { changedAt: bench.clock.now() });
        await bench.clock.pass(60_000);
        await bench.store.setPaused("superoffice", false);
        await bench.clock.pass(60_000);
      },
      () => {
        const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
        if (mirror === undefined) throw new Error("It did not cross.");
        bench.superoffice.replace(mirror.id, { ...text(hidden), changedAt: bench.clock.now() });
        void bench.store.setPaused("superoffice", false);
      },
    );
    expect(bench.words("superoffice")).toEqual([hidden]);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
  });

  it("in SuperOffice is not overwritten, but held for a person", async () => {
    await forgetting(async () => {
      bench.requestor.write(requestorTicket, words);
      await bench.quiet();
      const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
      bench.superoffice.replace(mirror?.id as MessageId, text(hidden));
      await bench.clock.pass(60_000);
    });
    expect(bench.words("superoffice")).toEqual([hidden]);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
  });

  it("in Requestor gets no correction that says again what was removed, but is held for a person", async () => {
    await forgetting(async () => {
      bench.superoffice.write(superofficeTicket, words);
      await bench.quiet();
      const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
      const head = mirror?.content.text.split("\n")[0] ?? "";
      const change = { ...text(`${head}\n\n${hidden}`), changedAt: bench.clock.now() };
      bench.requestor.replace(mirror?.id as MessageId, change);
      await bench.clock.pass(60_000);
    });
    expect(bench.words("requestor")).toEqual([hidden]);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
  });
});

it("after a restore, a message that became public is told where its mirror is internal", async () => {
  const written: MessageId[] = [];
  await forgetting(
    async () => {
      written.push(bench.requestor.write(requestorTicket, "one", { visibility: "internal" }).id);
      await bench.quiet();
    },
    () => bench.requestor.replace(written[0] as MessageId, { visibility: "public", changedAt: bench.clock.now() }),
  );
  expect(bench.superoffice.mirrorsOn(superofficeTicket).map(({ visibility }) => visibility)).toEqual(["internal"]);
  expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
});
