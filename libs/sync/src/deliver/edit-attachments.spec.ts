import { DeliveryError, type AttachmentInfo, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { FakeFiles, withAttachments, type FakeShelf } from "../testing/fake-attachments.ts";
import { mortal } from "../testing/mortal-store.ts";

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

const html = (markup: string) => ({ content: { format: "html", text: markup } as const });

async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.quiet();
}

const mirrors = (side: Side) => bench[side].mirrorsOn(ticketOf[side]);
const picture = (shelf: FakeShelf, name: string, bytes: string): AttachmentInfo => {
  return { ...shelf.attach(name, bytes), contentType: "image/png", inline: true, contentId: name };
};

describe("an edit in Requestor that adds an attachment", () => {
  it("brings it to the mirror, and nothing that is there already", async () => {
    await bench.engine({ files });
    const a = requestor.attach("a.txt", "first");
    const { id } = bench.requestor.write(requestorTicket, "one", { attachments: [a] });
    await bench.quiet();
    const b = requestor.attach("b.txt", "second");
    await edit("requestor", id, { ...text("two"), attachments: [b, a] });
    const c = requestor.attach("c.txt", "third");
    await edit("requestor", id, { attachments: [b, c, a] });
    const [mirror, ...more] = mirrors("superoffice");
    expect(more).toEqual([]);
    expect(mirror?.content.text).toBe("two");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["first", "second", "third"]);
    expect(superoffice.uploads).toHaveLength(3);
    expect(files.open).toBe(0);
    expect(bench.last()).toMatchObject({ kind: "edit", revision: 3, state: "mirrored", losses: [] });
  });

  it.each(
    Array.from({ length: 9 }, (_none, place) => place + 1).flatMap((at) => [
      ["before", at] as const,
      ["after", at] as const,
    ]),
  )("and whose process ends %s its call %i to the database leaves it there once (P2)", async (when, at) => {
    const steps = /^(?:attachmentsOf|attachmentsOfSource|recordAttachments|recordChanges|recordAndRelease)$/;
    const first = mortal(bench.store, steps, at, when);
    await bench.engine({ files, store: first.store });
    const a = requestor.attach("a.txt", "first");
    const { id } = bench.requestor.write(requestorTicket, "one", { attachments: [a] });
    await bench.quiet();
    first.arm();
    bench.requestor.replace(id, { ...text("two"), attachments: [a, requestor.attach("b.txt", "second")] });
    await bench.store.hint("requestor", [requestorTicket]);
    await bench.clock.pass(60_000);
    await bench.engine({ files: new FakeFiles() });
    await bench.clock.pass(300_000);
    await bench.quiet();
    const [mirror] = mirrors("superoffice");
    expect(mirrors("superoffice")).toHaveLength(1);
    expect(mirror?.content.text).toBe("two");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["first", "second"]);
    expect(superoffice.uploads).toHaveLength(2);
    first.bury();
  });

  it("whose link got no answer is linked once", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
    let isFirst = true;
    Object.assign(bench.superoffice, {
      linkAttachments: async (...given: unknown[]) => {
        await link(...given);
        if (isFirst) {
          isFirst = false;
          throw new DeliveryError("no answer came", { decision: "uncertain", fault: "side" });
        }
      },
    });
    await edit("requestor", id, { attachments: [requestor.attach("a.txt", "bytes")] });
    await bench.clock.pass(300_000);
    const [mirror] = mirrors("superoffice");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["bytes"]);
    expect(superoffice.uploads).toHaveLength(1);
    expect(bench.last()).toMatchObject({ state: "mirrored" });
  });

  it("and hides the message hides its mirror before it brings anything there (P3)", async () => {
    await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const shownTo: (string | undefined)[] = [];
    const link = Reflect.get(bench.superoffice, "linkAttachments") as (...given: unknown[]) => Promise<void>;
    Object.assign(bench.superoffice, {
      linkAttachments: (...given: unknown[]) => {
        shownTo.push(mirrors("superoffice")[0]?.visibility);
        return link(...given);
      },
    });
    await edit("requestor", id, { visibility: "internal", attachments: [requestor.attach("a.txt", "secret")] });
    expect(shownTo).toEqual(["internal"]);
  });

  it("uploads nothing while a person has to look at it, and nothing while the bridge observes", async () => {
    const engine = await bench.engine({ files });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.replace(mirrors("superoffice")[0]?.id ?? id, text("by hand"));
    await edit("requestor", id, { ...text("two"), attachments: [requestor.attach("a.txt", "bytes")] });
    expect(bench.last()).toMatchObject({ state: "held" });
    expect(superoffice.made.size).toBe(0);
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    await bench.engine({ files, mode: "observe" });
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.clock.pass(60_000);
    expect(superoffice.made.size).toBe(0);
  });

  it("counts what the mirror holds already to what it may hold", async () => {
    await bench.engine({ files });
    const big = requestor.attach("big.txt", "x".repeat(900));
    const { id } = bench.requestor.write(requestorTicket, "one", { attachments: [big] });
    await bench.quiet();
    await edit("requestor", id, { attachments: [big, requestor.attach("small.txt", "y".repeat(200))] });
    const [mirror] = mirrors("superoffice");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["x".repeat(900)]);
    expect(mirror?.content.text).toContain("[Attachment not carried: small.txt, 200 bytes, text/plain (too large");
  });
});

describe("an edit in SuperOffice that adds an attachment", () => {
  it("has it with its correction, alone", async () => {
    await bench.engine({ files });
    const a = superoffice.attach("a.txt", "first");
    const { id } = bench.superoffice.write(superofficeTicket, "one", { attachments: [a] });
    await bench.quiet();
    await edit("superoffice", id, { attachments: [a, superoffice.attach("b.txt", "second")] });
    await edit("superoffice", id, { ...text("three") });
    const held = mirrors("requestor").map((mirror) => requestor.held.get(mirror.id));
    expect(held).toEqual([["first"], ["second"], []]);
    expect(files.open).toBe(0);
  });
});

describe("an edit that takes an attachment away", () => {
  it("takes nothing from the mirror and says so in its text and in the record", async () => {
    await bench.engine({ files });
    const [a, b] = [requestor.attach("a.txt", "first"), requestor.attach("b.txt", "second")];
    const { id } = bench.requestor.write(requestorTicket, "one", { attachments: [a, b] });
    await bench.quiet();
    await edit("requestor", id, { ...text("two"), attachments: [b] });
    const [mirror] = mirrors("superoffice");
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["first", "second"]);
    expect(mirror?.content.text).toBe("two\n\n[No longer attached in Requestor: a.txt]");
    expect(bench.last()?.losses).toEqual([
      expect.stringMatching(/^No longer attached in Requestor: a\.txt: .*deletes no/),
    ]);
  });

  it("is said in the correction in Requestor", async () => {
    await bench.engine({ files });
    const a = superoffice.attach("a.txt", "first");
    const { id } = bench.superoffice.write(superofficeTicket, "one", { attachments: [a] });
    await bench.quiet();
    await edit("superoffice", id, { attachments: [] });
    expect(mirrors("requestor")[1]?.content.text).toContain("[No longer attached in SuperOffice: a.txt]");
  });
});

describe("pictures within an edited text", () => {
  it("stay where they stand in SuperOffice, beside those that came with the edit", async () => {
    await bench.engine({ files });
    const logo = picture(requestor, "logo.png", "logo");
    const { id } = bench.requestor.write(requestorTicket, "", {
      ...html('<p>one <img src="cid:logo.png" /></p>'),
      attachments: [logo],
    });
    await bench.quiet();
    const [before] = mirrors("superoffice");
    expect(before?.content.text).toContain(`"cid:picture1.${id}@bridge.test"`);
    // A move to another place must not make one picture the other.
    const plan = picture(requestor, "plan.png", "plan");
    await edit("requestor", id, {
      ...html('<p>two <img src="cid:plan.png" /> <img src="cid:logo.png" /></p>'),
      attachments: [plan, logo],
    });
    const [mirror] = mirrors("superoffice");
    expect(mirror?.content.text).toMatch(
      new RegExp(
        `two <img src="cid:picture1\\.2\\.${id}@bridge\\.test".*<img src="cid:picture1\\.${id}@bridge\\.test"`,
      ),
    );
    expect(mirror?.attachments.map(({ contentId }) => contentId)).toEqual([
      `picture1.${id}@bridge.test`,
      `picture1.2.${id}@bridge.test`,
    ]);
    expect(superoffice.held.get(mirror?.id ?? "")).toEqual(["logo", "plan"]);
  });

  it("are shown again where SuperOffice tells no names of them but its text does", async () => {
    await bench.engine({ files });
    const logo = picture(requestor, "logo.png", "logo");
    const { id } = bench.requestor.write(requestorTicket, "", {
      ...html('<p>one <img src="cid:logo.png" /></p>'),
      attachments: [logo],
    });
    await bench.quiet();
    bench.superoffice.replace(mirrors("superoffice")[0]?.id ?? id, { attachments: [] });
    await edit("requestor", id, html('<p>two <img src="cid:logo.png" /></p>'));
    expect(mirrors("superoffice")[0]?.content.text).toContain(`two <img src="cid:picture1.${id}@bridge.test"`);
    expect(superoffice.uploads).toHaveLength(1);
  });
});
