import { DeliveryError, type Message, type MessageId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

describe("an edit that is taken back while its PUT has no clear answer", () => {
  let bench: Bench;
  let id: MessageId;

  linkedBench((each) => (bench = each));

  type Change = Partial<Message>;
  const mirror = () => bench.superoffice.mirrorsOn(superofficeTicket)[0];

  async function edit(change: Change): Promise<void> {
    await bench.edit("requestor", id, change);
  }

  async function begin(files?: FakeFiles): Promise<void> {
    await bench.engine(files && { files });
    ({ id } = bench.requestor.write(requestorTicket, "A"));
    await bench.quiet();
  }

  /** Changes the source, and loses the answer to what that changes at the mirror. */
  async function editUnanswered(change: Change): Promise<void> {
    await edit(change);
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
  }

  async function takeBack(change: Change): Promise<void> {
    await edit(change);
    await bench.clock.pass(300_000);
    await bench.quiet();
  }

  it("leaves the mirror at what the source says, also where it had said the other thing before", async () => {
    await begin();
    for (const words of ["B", "A"]) {
      await edit(text(words));
      await bench.quiet();
    }
    bench.superoffice.faults.push("answer-lost");
    await editUnanswered(text("B"));
    await takeBack(text("A"));
    expect(mirror()?.content.text).toBe("A");
  });

  it("is held with both texts where somebody has changed the mirror meanwhile", async () => {
    await begin();
    bench.superoffice.faults.push("answer-lost");
    await editUnanswered(text("B"));
    bench.superoffice.replace(mirror()?.id as MessageId, text("B, as an agent has it"));
    await takeBack(text("A"));
    expect(mirror()?.content.text).toBe("B, as an agent has it");
    const held = bench.database.mirrors.find(({ state }) => state === "held");
    expect(held?.reason).toContain("was changed by hand");
  });

  it("says that a file is attached no longer which it may have brought", async () => {
    withAttachments(bench.superoffice, { uploads: true });
    const requestor = withAttachments(bench.requestor, { uploads: false });
    await begin(new FakeFiles());
    const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
    const lost = new DeliveryError("No answer came.", { decision: "uncertain", fault: "side" });
    const answers = [() => Promise.reject(lost)];
    Object.assign(bench.superoffice, {
      linkAttachments: async (...given: unknown[]) => {
        await link(...given);
        await answers.pop()?.();
      },
    });
    await editUnanswered({ attachments: [requestor.attach("a.txt", "bytes")] });
    await takeBack({ attachments: [] });
    expect(mirror()?.content.text).toContain("[No longer attached in Requestor: a.txt]");
  });
});

describe("an appended edit that is taken back", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  it("after it was refused and stored all the same is found, and corrected once more (P7)", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.faults.push("refused-but-stored");
    await bench.edit("superoffice", id, text("two"));
    await bench.clock.until("it is held", () => bench.last()?.state === "held");
    await bench.edit("superoffice", id, text("one"));
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["one", "two", "one"]);
  });

  it("after it was refused and not stored leaves nothing to say", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.faults.push("refused");
    await bench.edit("superoffice", id, text("two"));
    await bench.clock.until("it is held", () => bench.last()?.state === "held");
    await bench.edit("superoffice", id, text("one"));
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["one"]);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "skipped" });
  });

  it("where edits are notes and it never got there, leaves nothing to say", async () => {
    await bench.engine({ policy: { edits: "note" } });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.faults.push("server-error-before-commit");
    await bench.edit("requestor", id, text("two"));
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    await bench.edit("requestor", id, text("one"));
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(bench.saidOn("superoffice")).toEqual(["one"]);
    await bench.edit("requestor", id, text("three"));
    await bench.quiet();
    expect(bench.words("superoffice").at(-1)).toBe("three");
  });

  it("after a restore that forgot its crossing is found, and corrected once more (P7)", async () => {
    const before = await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await Promise.all([before.stop(), bench.clock.pass(10_000)]);
    bench.superoffice.replace(id, { ...text("two"), changedAt: bench.clock.now() });
    await bench.store.captureChanges({
      side: "superoffice",
      ticketId: superofficeTicket,
      changes: [
        {
          ...({ id, version: "two", standing: "there", follow: true, copy: null } as const),
          ...{ visibility: "public", carriedHash: "of two" },
        },
      ],
      readAgoMs: 0,
      correlationId: () => "two",
    });
    expect(bench.last()).toMatchObject({ kind: "edit", state: "pending", attempts: 0 });
    const backup = backUp(bench.database);
    const engine = await bench.engine();
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["one", "two"]);
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    restore(bench.database, backup);
    bench.superoffice.replace(id, { ...text("one"), changedAt: bench.clock.now() });
    await bench.engine();
    await bench.clock.pass(2 * 3_600_000);
    expect(bench.words("requestor")).toEqual(["one", "two", "one"]);
  });

  it("after an attempt in place, before edits became notes, is corrected by a note", async () => {
    const engine = await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.faults.push("refused-but-stored");
    await bench.edit("requestor", id, text("two"));
    await bench.clock.until("it is held", () => bench.last()?.state === "held");
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    await bench.engine({ policy: { edits: "note" } });
    await bench.edit("requestor", id, text("one"));
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(bench.saidOn("superoffice")[0]).toBe("two");
    expect(bench.words("superoffice").at(-1)).toBe("one");
  });
});
