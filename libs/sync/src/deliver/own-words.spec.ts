import { DeliveryError, type MessageId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { backUp, restore } from "../testing/simulation/backup.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

const mirror = () => bench.superoffice.mirrorsOn(superofficeTicket)[0];

describe("words that the bridge itself wrote into a mirror are no change by hand", () => {
  let id: MessageId;

  async function begin(): Promise<void> {
    await bench.engine();
    ({ id } = bench.requestor.write(requestorTicket, "one"));
    await bench.quiet();
  }

  async function edit(words: string): Promise<void> {
    await bench.edit("requestor", id, text(words));
    await bench.clock.pass(60_000);
  }

  it("where the attempt that wrote them was refused, and the next one said something else and never left", async () => {
    await begin();
    bench.superoffice.faults.push("refused-but-stored");
    await edit("two");
    expect(bench.rows().at(-1)).toBe("edit 2 held");
    bench.superoffice.faults.push("never-left");
    await edit("three");
    await bench.quiet();
    expect(mirror()?.content.text).toBe("three");
    expect(bench.rows().at(-1)).toBe("edit 2 mirrored");
  });

  it("where many attempts lie between, and all were skipped in the end", async () => {
    await begin();
    bench.superoffice.faults.push("refused-but-stored");
    await edit("two");
    for (const words of ["three", "four", "five"]) {
      bench.superoffice.faults.push("refused");
      await edit(words);
    }
    expect(mirror()?.content.text).toBe("two");
    await bench.store.skipMirror(bench.last()?.id ?? "", "Never mind.");
    await edit("six");
    await bench.quiet();
    expect(mirror()?.content.text).toBe("six");
  });

  it("but a person's own are, also after several attempts", async () => {
    await begin();
    bench.superoffice.faults.push("refused-but-stored", "never-left");
    await edit("two");
    bench.superoffice.replace(mirror()?.id as MessageId, text("by hand"));
    await edit("three");
    await bench.quiet();
    expect(mirror()?.content.text).toBe("by hand");
    expect(bench.last()?.reason).toContain("was changed by hand");
  });

  it("but a person's own are, also where that person put back what the bridge had written before", async () => {
    await begin();
    await edit("two");
    bench.superoffice.replace(mirror()?.id as MessageId, { ...text("one"), changedAt: bench.clock.now() });
    await edit("three");
    expect(mirror()?.content.text).toBe("one");
    expect(bench.last()?.reason).toContain("was changed by hand");
  });

  it("but what a refused attempt wrote is a person's own once another attempt of the same edit replaced it", async () => {
    await begin();
    bench.superoffice.faults.push("refused-but-stored");
    await edit("two");
    await edit("three");
    await bench.quiet();
    bench.superoffice.replace(mirror()?.id as MessageId, { ...text("two"), changedAt: bench.clock.now() });
    await edit("four");
    expect(mirror()?.content.text).toBe("two");
    expect(bench.last()?.reason).toContain("was changed by hand");
  });

  it("but after a restore from a backup they may be, and the sentence says so", async () => {
    await begin();
    const backup = backUp(bench.database);
    await edit("two");
    await bench.quiet();
    restore(bench.database, backup);
    await edit("three");
    expect(bench.last()).toMatchObject({
      state: "held",
      reason: expect.stringMatching(
        /was changed by hand in SuperOffice, or by the bridge before a backup of its database was put back/,
      ) as string,
    });
  });
});

it("an edit that is written once more without its refused file, and never left at first, still crosses", async () => {
  withAttachments(bench.superoffice, { uploads: true });
  const requestor = withAttachments(bench.requestor, { uploads: false });
  await bench.engine({ files: new FakeFiles() });
  const { id } = bench.requestor.write(requestorTicket, "one");
  await bench.quiet();
  const refusal = new DeliveryError("SuperOffice answered 403", { decision: "permanent", fault: "message" });
  const faults = ["server-error-before-commit"] as const;
  const upcoming = [...faults];
  Object.assign(bench.superoffice, {
    linkAttachments: () => {
      bench.superoffice.faults.push(...upcoming.splice(0));
      return Promise.reject(refusal);
    },
  });
  await bench.edit("requestor", id, { ...text("two"), attachments: [requestor.attach("a.txt", "bytes")] });
  await bench.clock.pass(300_000);
  await bench.quiet();
  expect(bench.states()).not.toContain("held");
  expect(mirror()?.content.text).toMatch(/not carried: a\.txt/i);
});
