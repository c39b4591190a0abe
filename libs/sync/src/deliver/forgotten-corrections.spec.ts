import { DeliveryError, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { type Bench, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

let bench: Bench;
let side: Side;
let id: MessageId;

linkedBench((each) => (bench = each));

const other = () => (side === "requestor" ? "superoffice" : "requestor");
const notes = () => bench.saidOn(other()).filter((said) => said.includes("which was deleted there"));

/** Mirrors "one", goes through all of these changes, and goes on with the database as it was before them. */
async function forget(changes: readonly Partial<Message>[], meanwhile: Partial<Message>): Promise<void> {
  const before = await bench.engine({ policy: { edits: "note" } });
  ({ id } = bench[side].write(ticketOf[side], "one"));
  await bench.quiet();
  const backup = backUp(bench.database);
  for (const change of changes) {
    await bench.edit(side, id, change);
    await bench.quiet();
  }
  await Promise.all([before.stop(), bench.clock.pass(10_000)]);
  restore(bench.database, backup);
  bench[side].replace(id, { ...meanwhile, changedAt: bench.clock.now() });
}

async function goOn(): Promise<void> {
  await bench.engine({ policy: { edits: "note" } });
  await bench.clock.pass(1_200_000);
}

describe.each(["superoffice", "requestor"] as const)("after a restore, of a message of %s", (given) => {
  beforeEach(() => {
    side = given;
  });

  it("a forgotten correction that was taken back meanwhile is corrected once more (P7)", async () => {
    await forget([text("two")], text("one"));
    await goOn();
    expect(bench.words(other())).toEqual(["one", "two", "one"]);
    const { length } = bench.database.mirrors;
    await bench.edit(side, id, {});
    await bench.quiet();
    expect(bench.database.mirrors).toHaveLength(length);
  });

  it("so is the last one of several, also where another one says what its source says", async () => {
    await forget([text("two"), text("three")], text("two"));
    await goOn();
    expect(bench.words(other())).toEqual(["one", "two", "three", "two"]);
  });

  it("so it is where the lane has written something else since", async () => {
    await forget([text("two")], text("one"));
    bench[side].write(ticketOf[side], "another");
    await goOn();
    expect(bench.words(other()).at(-1)).toBe("one");
    expect(bench.words(other())).toHaveLength(4);
  });

  it("forgotten corrections of which the last still holds are known again, and nothing is written", async () => {
    await forget([text("two"), text("three")], text("three"));
    await goOn();
    expect(bench.words(other())).toEqual(["one", "two", "three"]);
    expect(bench.states()).not.toContain("held");
  });

  it("a forgotten correction is hidden or told with its message when that becomes internal (P3)", async () => {
    await forget([text("two")], { ...text("two"), visibility: "internal" });
    const correction = bench[other()].mirrorsOn(ticketOf[other()]).at(-1)?.id ?? "";
    await goOn();
    const open = bench[other()].mirrorsOn(ticketOf[other()]).filter(({ visibility }) => visibility === "public");
    const held = bench.database.mirrors.filter(({ state }) => state === "held").map(({ reason }) => reason);
    if (side === "requestor") expect(open).toEqual([]);
    else expect(held).toEqual([expect.stringContaining(correction)]);
  });

  it("a forgotten note of a deletion is taken for no correction of what stands there again", async () => {
    await forget([{ deleted: true }], { ...text("two"), deleted: false });
    await goOn();
    expect(notes()).toHaveLength(1);
    expect(bench.words(other()).at(-1)).toBe("two");
    const note = bench[other()].mirrorsOn(ticketOf[other()])[1]?.id;
    expect(bench.database.mirrors.map(({ targetMessageId }) => targetMessageId)).not.toContain(note);
  });

  it("nor is it the answer to a correction whose own was lost", async () => {
    await forget([{ deleted: true }], { ...text("two"), deleted: false });
    await bench.engine({ policy: { edits: "mirror" } });
    bench[other()].faults.push("server-error-before-commit");
    await bench.clock.pass(1_200_000);
    expect(bench.words(other()).some((said) => said === "two")).toBe(true);
    const note = bench[other()]
      .mirrorsOn(ticketOf[other()])
      .find(({ content }) => content.text.includes("was deleted"));
    expect(bench.database.mirrors.map(({ targetMessageId }) => targetMessageId)).not.toContain(note?.id);
  });

  it.each(["server-error-before-commit", "answer-lost"] as const)(
    "a forgotten correction is not the answer to the note of a deletion that met: %s",
    async (fault) => {
      await bench.engine({ policy: { edits: "note" } });
      ({ id } = bench[side].write(ticketOf[side], "one"));
      await bench.quiet();
      const backup = backUp(bench.database);
      await bench.edit(side, id, text("two"));
      await bench.quiet();
      // Under the running bridge, which therefore does not look before it sends.
      restore(bench.database, backup);
      bench[other()].faults.push(fault);
      await bench.edit(side, id, { deleted: true });
      await bench.clock.pass(1_200_000);
      expect(notes()).toHaveLength(1);
      expect(bench.saidOn(other())).toHaveLength(3);
    },
  );
});

it("after a restore a forgotten note that is refused to be read holds the deletion of its message, and the lane goes on (P4)", async () => {
  // In Requestor it would be recognised before that.
  side = "requestor";
  await forget([{ deleted: true }], { deleted: true });
  const refusal = new DeliveryError("It answered 400.", { decision: "permanent", fault: "message" });
  Object.assign(bench[other()], { readMessages: () => Promise.reject(refusal) });
  bench[side].write(ticketOf[side], "behind it");
  await goOn();
  expect(bench.words(other()).at(-1)).toBe("behind it");
  expect(bench.database.mirrors.find(({ kind }) => kind === "deletion")).toMatchObject({
    state: "held",
    reason: refusal.message,
  });
});
