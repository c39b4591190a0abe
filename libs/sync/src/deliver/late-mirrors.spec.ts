import { DeliveryError, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

describe.each(["superoffice", "requestor"] as const)(
  "a mirror of a message of %s that comes after it was skipped",
  (side) => {
    const other: Side = side === "requestor" ? "superoffice" : "requestor";
    let id: MessageId;

    async function skipBeforeItComes(): Promise<void> {
      await bench.engine();
      bench[other].faults.push({ commitsAfterMs: 90_000 });
      ({ id } = bench[side].write(ticketOf[side], "secret"));
      await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
      await bench.store.skipMirror(bench.last()?.id ?? "", "Never mind.");
    }

    async function come(): Promise<void> {
      await bench.clock.until("it comes", () => bench.saidOn(other).length > 0);
      await bench.clock.pass(60_000);
      await bench.quiet();
    }
    const open = () => bench[other].mirrorsOn(ticketOf[other]).filter(({ visibility }) => visibility === "public");

    it("is known as its mirror, and what is said there later follows", async () => {
      await skipBeforeItComes();
      await come();
      expect(bench.rows()).toContain("message 1 mirrored");
      await bench.edit(side, id, text("two"));
      await bench.quiet();
      expect(bench.words(other).at(-1)).toBe("two");
      expect(bench.states()).not.toContain("held");
    });

    it.each(["before", "after"])(
      "is hidden, or held and told, where its message became internal %s that (P3)",
      async (when) => {
        await skipBeforeItComes();
        if (when === "before") await bench.edit(side, id, { visibility: "internal" });
        await come();
        if (when === "after") await bench.edit(side, id, { visibility: "internal" });
        await bench.quiet();
        const told = bench.database.mirrors.filter(
          ({ state, reason }) => state === "held" && reason?.includes("can still read"),
        );
        if (side === "requestor") expect(open()).toEqual([]);
        else expect(told).toHaveLength(1);
      },
    );

    it("has it told that its message was deleted meanwhile", async () => {
      await skipBeforeItComes();
      await bench.edit(side, id, { deleted: true });
      await come();
      await bench.clock.pass(3_600_000);
      expect(bench.saidOn(other).filter((said) => said.includes("was deleted there"))).toHaveLength(1);
    });
  },
);

it("a late mirror with attachments stops no lane, and a person is told to look whether they are there", async () => {
  withAttachments(bench.superoffice, { uploads: true });
  const requestor = withAttachments(bench.requestor, { uploads: false });
  await bench.engine({ files: new FakeFiles() });
  const lost = new DeliveryError("no answer", { decision: "uncertain", fault: "side" });
  const answers = [() => Promise.reject(lost)];
  const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
  Object.assign(bench.superoffice, {
    linkAttachments: async (...given: unknown[]) => {
      await answers.pop()?.();
      await link(...given);
    },
  });
  bench.superoffice.faults.push({ commitsAfterMs: 90_000 });
  bench.requestor.write(requestorTicket, "one", { attachments: [requestor.attach("a.txt", "bytes")] });
  await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
  await bench.store.skipMirror(bench.last()?.id ?? "", "Never mind.");
  await bench.clock.until("it comes", () => bench.saidOn("superoffice").length > 0);
  const { id } = bench.superoffice.write(ticketOf.superoffice, "an answer");
  await bench.clock.pass(60_000);
  await bench.quiet();
  expect(bench.words("requestor").at(-1)).toBe("an answer");
  expect(bench.database.mirrors.find(({ sourceMessageId }) => sourceMessageId === id)?.state).toBe("mirrored");
  expect(bench.database.mirrors[0]).toMatchObject({
    state: "mirrored",
    reason: expect.stringMatching(/look whether its attachments are there/i) as string,
  });
});
