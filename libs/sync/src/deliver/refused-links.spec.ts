import {
  DeliveryError,
  type Message,
  type MessageId,
  type OutgoingMessage,
  type Side,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { FakeFiles, withAttachments, type FakeShelf } from "../testing/fake-attachments.ts";

let bench: Bench;
let superoffice: FakeShelf;
let requestor: FakeShelf;
let files: FakeFiles;

beforeEach(async () => {
  bench = new Bench();
  superoffice = withAttachments(bench.superoffice, { uploads: true });
  requestor = withAttachments(bench.requestor, { uploads: false });
  files = new FakeFiles();
  await bench.link();
});

afterEach(async () => {
  await bench.stop();
});

async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.quiet();
}

const mirrors = (side: Side) => bench[side].mirrorsOn(ticketOf[side]);

describe("an attachment whose link is refused for good", () => {
  const refusal = new DeliveryError("SuperOffice answered 403", { decision: "permanent", fault: "message" });
  const [isToldOf, isNamed] = [/\[Attachment not carried: a\.txt, .*SuperOffice answered 403/, /a\.txt/];

  /** Refuses so many links, or all of them, and works after that. */
  function refuseLinks(count: number): void {
    const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
    let left = count;
    Object.assign(bench.superoffice, {
      linkAttachments: (...given: unknown[]) => {
        left -= 1;
        return left < 0 ? link(...given) : Promise.reject(refusal);
      },
    });
  }

  it("is said in the text of its edit, and comes with the next one where that can link it (P7)", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    refuseLinks(1);
    const a = requestor.attach("a.txt", "bytes");
    await edit("requestor", id, { ...text("two"), attachments: [a] });
    expect(mirrors("superoffice")[0]?.content.text).toMatch(isToldOf);
    expect(bench.last()).toMatchObject({
      state: "mirrored",
      previous: "one",
      losses: [expect.stringMatching(isNamed)],
    });
    await edit("requestor", id, text("three"));
    const [mirror, ...more] = mirrors("superoffice");
    expect(more).toEqual([]);
    expect(mirror?.content.text).toBe("three");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    await edit("requestor", id, text("four"));
    expect(mirrors("superoffice")[0]?.content.text).toBe("four");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    expect(superoffice.uploads).toHaveLength(2);
  });

  it("is said again by every later edit that meets the same", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    refuseLinks(Infinity);
    const [a, b] = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
    for (const words of ["two", "three", "four"]) {
      await edit("requestor", id, { ...text(words), attachments: words === "four" ? [a, b] : [a] });
      expect(mirrors("superoffice")[0]?.content.text.startsWith(words)).toBe(true);
      expect(mirrors("superoffice")[0]?.content.text).toMatch(isToldOf);
    }
    expect(mirrors("superoffice")[0]?.content.text).toContain("[Attachment not carried: b.txt");
    expect(bench.states()).toEqual(["mirrored", "mirrored", "mirrored", "mirrored"]);
  });

  it("counts as carried where the mirror has it all the same", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
    Object.assign(bench.superoffice, {
      linkAttachments: async (...given: unknown[]) => {
        await link(...given);
        throw refusal;
      },
    });
    await edit("requestor", id, { attachments: [requestor.attach("a.txt", "bytes")] });
    await edit("requestor", id, text("two"));
    const [mirror] = mirrors("superoffice");
    expect(mirror?.content.text).toBe("two");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    expect(superoffice.uploads).toHaveLength(1);
  });

  it.each([
    ["answer-lost", "each time", Infinity],
    ["refused-but-stored", "each time", Infinity],
    ["answer-lost", "once", 1],
    ["refused-but-stored", "once", 1],
  ] as const)(
    "is said by a message found without it after %s, or brought to it, where that is refused %s (P7)",
    async (fault, _how, count) => {
      await bench.engine({ files });
      await bench.clock.pass(15_000);
      refuseLinks(count);
      bench.superoffice.faults.push(fault);
      const commit = bench.superoffice.commit.bind(bench.superoffice);
      bench.superoffice.commit = (message) => commit({ ...message, attachments: [] });
      bench.requestor.write(requestorTicket, "one", { attachments: [requestor.attach("a.txt", "bytes")] });
      await bench.clock.pass(300_000);
      await bench.quiet();
      const losses = (await bench.store.getMirror(bench.database.mirrors[0]?.id ?? ""))?.losses;
      expect(losses).toEqual([expect.stringMatching(/^Attachments: .*SuperOffice answered 403/)]);
      const [mirror, ...more] = mirrors("superoffice");
      expect(more).toEqual([]);
      if (count === 1) expect(mirror?.content.text).toBe("one");
      else expect(mirror?.content.text).toMatch(isToldOf);
      expect(superoffice.held.get(mirror?.id ?? "")).toEqual(count === 1 ? ["bytes"] : []);
      const rows = bench.database.mirrors.filter(({ sourceSide }) => sourceSide === "requestor");
      expect(rows.map(({ kind, state }) => [kind, state])).toEqual([
        ["message", "mirrored"],
        ["edit", "mirrored"],
      ]);
    },
  );

  describe("where edits are not carried", () => {
    async function findWithoutFile(links: number): Promise<MessageId> {
      await bench.engine({ files, policy: { edits: "ignore" } });
      await bench.clock.pass(15_000);
      refuseLinks(links);
      bench.superoffice.faults.push("answer-lost");
      const commit = bench.superoffice.commit.bind(bench.superoffice);
      bench.superoffice.commit = (message) => commit({ ...message, attachments: [] });
      const { id } = bench.requestor.write(requestorTicket, "one", {
        attachments: [requestor.attach("a.txt", "bytes")],
      });
      await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
      return id;
    }

    it.each([
      ["said by", Infinity],
      ["brought to", 1],
    ])("is %s a message found without it all the same (P7)", async (_how, count) => {
      await findWithoutFile(count);
      await bench.clock.pass(300_000);
      await bench.quiet();
      const [mirror, ...more] = mirrors("superoffice");
      expect(more).toEqual([]);
      if (count === 1) expect(mirror?.content.text).toBe("one");
      else expect(mirror?.content.text).toMatch(isToldOf);
      expect(superoffice.held.get(mirror?.id ?? "")).toEqual(count === 1 ? ["bytes"] : []);
      expect(bench.states()).not.toContain("held");
    });

    it("is for a person where its message says something else by now, which does not cross", async () => {
      const id = await findWithoutFile(Infinity);
      await bench.edit("requestor", id, text("two"));
      await bench.clock.pass(300_000);
      await bench.quiet();
      expect(bench.saidOn("superoffice")).toEqual(["one"]);
      const held = bench.database.mirrors.filter(({ state }) => state === "held");
      expect(held).toMatchObject([{ reason: expect.stringMatching(/lacks “a\.txt”.*EDITS/) as string }]);
      const { length } = bench.database.mirrors;
      await bench.edit("requestor", id, text("three"));
      await bench.quiet();
      expect(bench.database.mirrors).toHaveLength(length);
    });
  });

  it("is said by an edit whose own answer was lost (P7)", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    refuseLinks(Infinity);
    bench.superoffice.faults.push("answer-lost");
    await edit("requestor", id, { ...text("two"), attachments: [requestor.attach("a.txt", "bytes")] });
    await bench.clock.pass(300_000);
    await bench.quiet();
    expect(mirrors("superoffice")[0]?.content.text).toMatch(isToldOf);
    expect(bench.database.mirrors.map(({ state, previous }) => [state, previous])).toEqual([
      ["mirrored", null],
      ["mirrored", "one"],
      ["mirrored", "two"],
    ]);
  });

  describe("of an appended edit", () => {
    /** As a tenant without the one-call save: a message is stored, and that its link was refused is no clear answer. */
    function storeWithoutFiles(): void {
      refuseLinks(Infinity);
      const commit = bench.superoffice.commit.bind(bench.superoffice);
      bench.superoffice.commit = (message) => commit({ ...message, attachments: [] });
      const create = bench.superoffice.createMessage.bind(bench.superoffice);
      bench.superoffice.createMessage = async (message: OutgoingMessage, options: WriteOptions) => {
        const created = await create(message, options);
        if ((message.attachments ?? []).length === 0) return created;
        throw new DeliveryError("Stored without its attachments.", { decision: "uncertain", fault: "side" });
      };
    }

    it("is said by one more, where edits are notes, and not tried again (P2, P7)", async () => {
      await bench.engine({ files, policy: { edits: "note" } });
      await bench.clock.pass(15_000);
      storeWithoutFiles();
      const a = requestor.attach("a.txt", "bytes");
      const { id } = bench.requestor.write(requestorTicket, "one", { attachments: [a] });
      await bench.clock.pass(600_000);
      const said = bench.saidOn("superoffice");
      expect(said).toHaveLength(3);
      expect(said.at(-1)).toMatch(isToldOf);
      expect(superoffice.uploads).toHaveLength(2);
      await edit("requestor", id, text("two"));
      await bench.clock.pass(600_000);
      expect(bench.saidOn("superoffice")).toHaveLength(4);
      expect(bench.saidOn("superoffice").at(-1)).toMatch(isToldOf);
      expect(superoffice.uploads).toHaveLength(2);
    });

    it("is said by one more, where a person wrote the mirror", async () => {
      await bench.engine({ files });
      await bench.clock.pass(15_000);
      bench.superoffice.faults.push("refused");
      const { id } = bench.requestor.write(requestorTicket, "one");
      await bench.clock.pass(60_000);
      const own = bench.superoffice.write(superofficeTicket, "one");
      await bench.store.adoptMirror(bench.database.mirrors[0]?.id ?? "", own.id);
      storeWithoutFiles();
      await bench.edit("requestor", id, { ...text("two"), attachments: [requestor.attach("a.txt", "bytes")] });
      await bench.clock.pass(600_000);
      const added = bench.saidOn("superoffice").filter((said) => said !== "one");
      expect(added).toHaveLength(2);
      expect(added.at(-1)).toMatch(isToldOf);
      expect(superoffice.uploads).toHaveLength(1);
    });
  });
});
