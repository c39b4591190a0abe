import { DeliveryError, type Message, type MessageId, type Visibility } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { mortal } from "../testing/mortal-store.ts";

const steps = /^(?:attachmentsOf|recordAttachments|recordChanges|recordAndRelease)$/;

function stage() {
  const bench = new Bench();
  const superoffice = withAttachments(bench.superoffice, { uploads: true });
  const requestor = withAttachments(bench.requestor, { uploads: false });
  return { bench, superoffice, requestor, files: new FakeFiles() };
}

const moments = Array.from({ length: 8 }, (_none, place) => place + 1).flatMap((at) =>
  (["before", "after"] as const).map((moment) => [moment, at] as const),
);

describe("a process that ends while it carries a message with two attachments", () => {
  it.each(moments)("%s its call %i to the database uploads each once and leaves one message (P2)", async (when, at) => {
    const { bench, superoffice, requestor, files } = stage();
    const first = mortal(bench.store, steps, at, when);
    await bench.engine({ files, store: first.store });
    await bench.link();
    await bench.clock.pass(15_000);
    const attachments = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
    first.arm();
    bench.requestor.write(requestorTicket, "see files", { attachments });
    await bench.clock.pass(60_000);
    await bench.engine({ files: new FakeFiles() });
    await bench.clock.pass(300_000);
    await bench.quiet();
    const mirrors = bench.superoffice.mirrorsOn(superofficeTicket);
    expect(mirrors).toHaveLength(1);
    expect(superoffice.held.get(mirrors[0]?.id ?? "")).toEqual(["first", "second"]);
    expect(superoffice.uploads).toHaveLength(2);
    expect(new Set(superoffice.uploads).size).toBe(2);
    first.bury();
    await bench.stop();
  });

  it("dies at every call there is: no run makes more of them", async () => {
    const { bench, requestor, files } = stage();
    const first = mortal(bench.store, steps, Infinity, "before");
    await bench.engine({ files, store: first.store });
    await bench.link();
    await bench.clock.pass(15_000);
    const attachments = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
    first.arm();
    bench.requestor.write(requestorTicket, "see files", { attachments });
    await bench.clock.until("mirrored", () => bench.states().includes("mirrored"));
    // What is known, created and ready of each, sending, mirrored.
    expect(first.calls()).toBeGreaterThanOrEqual(7);
    expect(first.calls()).toBeLessThanOrEqual(8);
    await bench.stop();
  });
});

describe("attachments", () => {
  it("go out with a message to Requestor, and their files are gone after it", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files });
    await bench.link();
    bench.superoffice.write(superofficeTicket, "x", { attachments: [superoffice.attach("a.txt", "bytes")] });
    await bench.quiet();
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    expect(requestor.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    expect(files.open).toBe(0);
    await bench.stop();
  });

  it("that do not fit are named in the message, and the others cross", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files });
    await bench.link();
    const attachments = [requestor.attach("big.txt", "x".repeat(900)), requestor.attach("small.txt", "y".repeat(200))];
    bench.requestor.write(requestorTicket, "x", {
      attachments: [...attachments, { ...attachments[0], id: "404", name: "gone.txt", size: 3 } as never],
    });
    await bench.quiet();
    const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["x".repeat(900)]);
    expect(mirror?.content.text).toContain(
      "[Attachment not carried: small.txt, 200 bytes, text/plain (too large together",
    );
    expect(mirror?.content.text).toContain("[Attachment not carried: gone.txt, 3 bytes, text/plain (it is gone)]");
    expect(files.open).toBe(0);
    await bench.stop();
  });

  it("whose download takes longer than a copy is good for cross with the text as it is then", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files });
    await bench.link();
    const slow = Object.assign(bench.superoffice, {
      readAttachment: async (_id: unknown, _info: unknown, sink: { begin(): void; write(piece: Uint8Array): void }) => {
        sink.begin();
        await bench.clock.sleep(90_000);
        sink.write(Buffer.from("slow"));
      },
    });
    const { id } = slow.write(superofficeTicket, "before", { attachments: [superoffice.attach("a.txt", "slow")] });
    await bench.clock.pass(40_000);
    slow.replace(id, { content: { format: "plain", text: "after" } });
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["after"]);
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    expect(requestor.held.get(mirror?.id ?? "")).toEqual(["slow"]);
    await bench.stop();
  });

  it("whose upload fails for a while leave their message pending, and cross when it works again", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files });
    await bench.link();
    const upload = Reflect.get(bench.superoffice, "uploadAttachment") as (...given: unknown[]) => Promise<void>;
    let isDown = true;
    Object.assign(bench.superoffice, {
      uploadAttachment: (...given: unknown[]) => {
        if (!isDown) return upload(...given);
        return Promise.reject(new DeliveryError("no answer came", { decision: "uncertain", fault: "side" }));
      },
    });
    bench.requestor.write(requestorTicket, "x", { attachments: [requestor.attach("a.txt", "bytes")] });
    await bench.clock.pass(12_000);
    expect(bench.states()).toEqual(["pending"]);
    isDown = false;
    await bench.quiet();
    const [mirror] = bench.superoffice.mirrorsOn(superofficeTicket);
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    expect(superoffice.made.size).toBe(1);
    await bench.stop();
  });

  it("are only counted while the bridge observes: nothing is read or written", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files, mode: "observe" });
    await bench.link();
    bench.requestor.write(requestorTicket, "x", { attachments: [requestor.attach("a.txt", "bytes")] });
    await bench.clock.pass(60_000);
    expect([superoffice.made.size, files.open]).toEqual([0, 0]);
    expect(bench.database.mirrors[0]?.reason).toMatch(/with 1 attachment\. Nothing would be lost\./);
    await bench.stop();
  });
});

describe("a mirror that was found without the attachments that were uploaded for it", () => {
  type Change = (message: Message) => Partial<Message>;
  type Case = readonly [string, Change, readonly string[], RegExp | null, Visibility];
  const changes: readonly Case[] = [
    ["is as it was", () => ({}), ["701", "702"], null, "public"],
    ["was internal all along", () => ({}), ["701", "702"], null, "internal"],
    [
      "became internal",
      () => ({ visibility: "internal" }),
      [],
      /^Attachments: .*became internal in Requestor/,
      "public",
    ],
    ["was deleted", () => ({ deleted: true }), [], /^Attachments: .*deleted in Requestor/, "public"],
    ["lost one of them", ({ attachments }) => ({ attachments: attachments.slice(1) }), ["702"], null, "public"],
    [
      "has them in another order",
      ({ attachments }) => ({ attachments: attachments.toReversed() }),
      ["702", "701"],
      null,
      "public",
    ],
  ];

  it.each(changes)(
    "gets what its source still shows where that %s (P1, P3)",
    async (_what, change, ids, loss, visibility) => {
      const { bench, requestor, files } = stage();
      const linked: string[] = [];
      Object.assign(bench.superoffice, {
        linkAttachments: (_id: MessageId, given: readonly string[]) => Promise.resolve(void linked.push(...given)),
      });
      await bench.engine({ files });
      await bench.link();
      await bench.clock.pass(15_000);
      bench.superoffice.faults.push("answer-lost");
      const attachments = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
      const source = bench.requestor.write(requestorTicket, "see files", { attachments, visibility });
      bench.superoffice.afterCommit = () => Promise.resolve(bench.requestor.replace(source.id, change(source)));
      await bench.clock.pass(300_000);
      await bench.quiet();
      expect(linked).toEqual(ids);
      const losses = (await bench.store.getMirror(bench.database.mirrors[0]?.id ?? ""))?.losses ?? [];
      expect(losses).toEqual(loss === null ? [] : [expect.stringMatching(loss)]);
      await bench.stop();
    },
  );

  it("and although it was refused, is recognised without stopping the way back (P1, P4)", async () => {
    const { bench, superoffice, requestor, files } = stage();
    await bench.engine({ files });
    await bench.link();
    await bench.clock.pass(15_000);
    bench.superoffice.faults.push("refused-but-stored");
    bench.requestor.write(requestorTicket, "see file", { attachments: [requestor.attach("a.txt", "first")] });
    await bench.clock.pass(30_000);
    bench.superoffice.write(superofficeTicket, "an answer");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["an answer"]);
    expect(bench.superoffice.mirrorsOn(superofficeTicket)).toHaveLength(1);
    expect(superoffice.uploads).toHaveLength(1);
    expect(bench.states().sort()).toEqual(["mirrored", "mirrored", "skipped"]);
    await bench.stop();
  });
});
