import { DeliveryError, type Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

describe("a deletion", () => {
  it.each(["superoffice", "requestor"] as const)("in %s is an internal note that names the mirror", async (side) => {
    await bench.engine();
    const other = side === "superoffice" ? "requestor" : "superoffice";
    const { id } = bench[side].write(ticketOf[side], "one");
    await bench.quiet();
    if (side === "requestor") bench.requestor.replace(id, { deleted: true });
    else bench.superoffice.stored.splice(0, 1);
    await bench.store.hint(side, [ticketOf[side]]);
    await bench.quiet();
    const [mirror, note] = bench[other].mirrorsOn(ticketOf[other]);
    expect(note).toMatchObject({ visibility: "internal" });
    expect(note?.content.text).toContain(`Message ${mirror?.id} is the mirror of message ${id} in`);
    expect(bench.rows()).toEqual(["message 1 mirrored", "deletion 2 mirrored"]);
    await bench.store.hint(side, [ticketOf[side]]);
    await bench.quiet();
    expect(bench[other].mirrorsOn(ticketOf[other])).toHaveLength(2);
  });

  it("is not told of a message that only moved to another ticket", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    const [stored] = bench.superoffice.stored;
    if (stored === undefined) throw new Error("It was not stored.");
    const moved = { ...stored.message, ticketId: "999" as typeof superofficeTicket };
    bench.superoffice.stored.splice(0, 1);
    bench.superoffice.readMessages = () => Promise.resolve([moved]);
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
    expect(await bench.store.lookAt("superoffice", superofficeTicket, [])).toMatchObject({ gone: [] });
    expect(id).toBe(moved.id);
  });

  it("is not believed of an account that may see public messages only", async () => {
    await bench.engine();
    bench.requestor.write(requestorTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    bench.requestor.describeAccount = () => Promise.resolve({ id: "1", name: "bridge", canWriteInternal: false });
    bench.requestor.stored.splice(0, 1);
    await bench.store.hint("requestor", [requestorTicket]);
    await bench.quiet();
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
  });

  it("is not told where DELETES says ignore", async () => {
    await bench.engine({ policy: { deletes: "ignore" } });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await bench.edit("requestor", id, { deleted: true });
    await bench.quiet();
    expect(bench.saidOn("superoffice")).toHaveLength(1);
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
  });

  it("is held where the target ticket cannot hold an internal note", async () => {
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.canHoldInternal = false;
    bench.superoffice.stored.splice(0, 1);
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.last()).toMatchObject({ kind: "deletion", state: "held" });
    expect(bench.saidOn("requestor")).toHaveLength(1);
  });

  const notesOn = (side: Side) => bench.saidOn(side).filter((said) => said.includes("which was deleted there"));

  it.each([
    ["requestor", 1],
    ["superoffice", 1],
    ["requestor", 1000],
    ["superoffice", 1000],
  ] as const)(
    "in %s is told once where its note was refused and stored all the same, so often: %i (P2)",
    async (side, count) => {
      await bench.engine();
      const other = side === "requestor" ? "superoffice" : "requestor";
      const { id } = bench[side].write(ticketOf[side], "one");
      await bench.quiet();
      bench[other].faults.push(...Array.from({ length: count }, () => "refused-but-stored" as const));
      await bench.edit(side, id, { deleted: true });
      await bench.clock.pass(30 * 60_000);
      expect(notesOn(other)).toHaveLength(1);
    },
  );

  it.each(["is refused for good", "works"])(
    "is told once where its message was found without its files, whose link %s",
    async (how) => {
      withAttachments(bench.superoffice, { uploads: true });
      const requestor = withAttachments(bench.requestor, { uploads: false });
      await bench.engine({ files: new FakeFiles() });
      await bench.clock.pass(15_000);
      const refusal = new DeliveryError("SuperOffice answered 403", { decision: "permanent", fault: "message" });
      if (how !== "works") Object.assign(bench.superoffice, { linkAttachments: () => Promise.reject(refusal) });
      bench.superoffice.faults.push("answer-lost");
      const commit = bench.superoffice.commit.bind(bench.superoffice);
      bench.superoffice.commit = (message) => commit({ ...message, attachments: [] });
      const attachments = [requestor.attach("a.txt", "bytes")];
      const { id } = bench.requestor.write(requestorTicket, "one", { attachments });
      await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
      await bench.edit("requestor", id, { deleted: true });
      await bench.clock.pass(3_600_000);
      await bench.quiet();
      expect(notesOn("superoffice")).toHaveLength(1);
    },
  );

  describe.each(["superoffice", "requestor"] as const)("in %s, after a restore,", (side) => {
    const other = side === "requestor" ? "superoffice" : "requestor";

    it.each([
      ["although a forgotten correction has its revision (P1)", text("two")],
      ["although its own note is forgotten (P2)", { deleted: true }],
    ])("is told once, %s", async (_how, forgotten) => {
      const one = await bench.engine({ policy: { edits: "note" } });
      const { id } = bench[side].write(ticketOf[side], "one");
      await bench.quiet();
      const backup = backUp(bench.database);
      await bench.edit(side, id, forgotten);
      await bench.quiet();
      await Promise.all([one.stop(), bench.clock.pass(10_000)]);
      restore(bench.database, backup);
      bench[side].replace(id, { deleted: true, changedAt: bench.clock.now() });
      await bench.engine({ policy: { edits: "note" } });
      await bench.clock.pass(2 * 3_600_000);
      expect(notesOn(other)).toHaveLength(1);
    });
  });
});
