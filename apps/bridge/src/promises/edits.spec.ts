import type { Side } from "@ticket-bridge/helpdesk";
import { sharedPostgresql } from "@ticket-bridge/store/shared-databases";
import { afterEach, describe, expect, it, vi } from "vitest";

import { TwoHelpdesks, type LinkedPair, type TwoHelpdesksOptions } from "./two-helpdesks.ts";

// On a server, where a database of its own takes a test 0.2 s; an embedded one takes three.
const server = sharedPostgresql();

let helpdesks: TwoHelpdesks;
let pair: LinkedPair;

async function open(options: TwoHelpdesksOptions = {}): Promise<void> {
  helpdesks = await TwoHelpdesks.start({ databaseUrl: await server.createDatabase(), ...options });
  pair = await helpdesks.newPair();
}

afterEach(async () => {
  await helpdesks.stop();
});

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly previous?: string | null;
  readonly trace?: readonly { readonly detail: string }[];
}

async function rows(kind: string): Promise<Row[]> {
  const { body } = await helpdesks.api("GET", `/api/mirrors?linkId=${pair.linkId}`);
  const { items } = body as { items: Row[] };
  const of = items.filter((row) => row.kind === kind).reverse();
  return await Promise.all(of.map(async ({ id }) => (await helpdesks.api("GET", `/api/mirrors/${id}`)).body as Row));
}

const inSuperOffice = () => helpdesks.superoffice.control.messages(pair.superoffice);
const inRequestor = () => helpdesks.requestor.control.messages(pair.requestor);

async function until(what: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(what, { timeout: 20_000, interval: 30 });
}

/** A person writes in one helpdesk, and its mirror stands in the other. */
async function mirrored(side: Side, text: string, internal = false): Promise<number> {
  const { id } =
    side === "superoffice"
      ? helpdesks.superoffice.control.addMessage(pair.superoffice, { text, slevel: internal ? "Internal" : "External" })
      : helpdesks.requestor.control.addMessage(pair.requestor, {
          text,
          private: internal,
          ...(internal && { from: "kim" }),
        });
  await until(async () => {
    expect((await rows("message")).filter(({ state }) => state === "mirrored")).not.toEqual([]);
  });
  // ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
  const written = Date.now();
  await until(() => expect(Date.now()).toBeGreaterThan(written + 1_000));
  return id;
}

async function settled(kind: string, state: string, count = 1): Promise<Row> {
  await until(async () => {
    expect((await rows(kind)).map((row) => row.state)).toEqual(Array.from({ length: count }, () => state));
  });
  const row = (await rows(kind)).at(-1);
  if (row === undefined) throw new Error("There is no row.");
  return row;
}

describe("an edit of a message from Requestor", () => {
  it("changes its mirror by PUT: everything else of it stays, nobody is notified, the old text is in the record", async () => {
    await open();
    const id = await mirrored("requestor", "The printr is dead.");
    const [mirror] = inSuperOffice();
    helpdesks.superoffice.control.editMessage(mirror?.id ?? 0, { customFields: { x_kept: "by hand" }, timeSpent: 12 });
    helpdesks.requestor.control.editMessage(id, { text: "The printer is dead." });
    const edit = await settled("edit", "mirrored");
    expect(edit.previous).toBe("The printr is dead.");
    expect(inSuperOffice()).toMatchObject([
      {
        ...{ id: mirror?.id, messageId: mirror?.messageId, author: mirror?.author, createdAt: mirror?.createdAt },
        ...{ body: "The printer is dead.", customFields: { x_kept: "by hand" }, timeSpent: 12, slevel: "External" },
      },
    ]);
    const puts = helpdesks.superoffice.control.writes().filter(({ method }) => method === "PUT");
    expect(puts).toMatchObject([{ query: { notify: "false" } }]);
    expect(helpdesks.superoffice.control.sent()).toEqual([]);
  });

  it("crosses once and in its last form when there were several while SuperOffice was away", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    await helpdesks.api("POST", "/api/sides/superoffice/pause");
    for (const text of ["two", "three", "four"]) helpdesks.requestor.control.editMessage(id, { text });
    await settled("edit", "pending");
    await helpdesks.api("POST", "/api/sides/superoffice/resume");
    await settled("edit", "mirrored");
    expect(inSuperOffice().map(({ body }) => body)).toEqual(["four"]);
    expect(helpdesks.superoffice.control.writes().filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("is held with both texts when the mirror was changed by hand, and made when a person asks for it", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    helpdesks.superoffice.control.editMessage(inSuperOffice()[0]?.id ?? 0, { text: "one, and a remark of ours" });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    const held = await settled("edit", "held");
    expect(held.reason).toMatch(/“one, and a remark of ours”.*“two”/);
    expect(inSuperOffice()[0]?.body).toBe("one, and a remark of ours");
    await helpdesks.api("POST", `/api/mirrors/${held.id}/retry`);
    expect((await settled("edit", "mirrored")).previous).toBe("one, and a remark of ours");
    expect(inSuperOffice()[0]?.body).toBe("two");
  });

  it.each([
    ["the answer is lost after it was stored", { kind: "reset-after-commit" }],
    ["it is stored and never answered", { kind: "timeout-after-commit" }],
    ["nothing is stored", { kind: "reset-before-commit" }],
    ["the server fails before it is stored", { kind: "status", status: 500, body: "own-error" }],
  ] as const)("arrives once where %s", async (_what, fault) => {
    await open();
    const id = await mirrored("requestor", "one");
    helpdesks.superoffice.control.faults.add({ ...fault, match: { method: "PUT" } });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    expect((await settled("edit", "mirrored")).previous).toBe("one");
    expect(inSuperOffice().map(({ body }) => body)).toEqual(["two"]);
  });

  it("is found or made after the bridge died between the PUT and its answer", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    helpdesks.superoffice.control.faults.add({ kind: "timeout-after-commit", match: { method: "PUT" } });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    await until(() => expect(inSuperOffice()[0]?.body).toBe("two"));
    await helpdesks.stopBridge();
    await helpdesks.startBridge();
    expect((await settled("edit", "mirrored")).previous).toBe("one");
    expect(inSuperOffice().map(({ body }) => body)).toEqual(["two"]);
  });

  it("that makes it internal hides its mirror", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    helpdesks.requestor.control.editMessage(id, { private: true });
    await settled("edit", "mirrored");
    expect(inSuperOffice()).toMatchObject([{ slevel: "Internal", body: "one" }]);
  });

  it("that makes it public publishes nothing: it is held", async () => {
    await open();
    const id = await mirrored("requestor", "a note", true);
    helpdesks.requestor.control.editMessage(id, { private: false });
    const held = await settled("edit", "held");
    expect(held.reason).toMatch(/never publishes by itself/);
    expect(inSuperOffice()).toMatchObject([{ slevel: "Internal" }]);
  });

  it("reaches a SuperOffice that rewrites every body it saves", async () => {
    await open({
      superoffice: {
        alterBodies: { reindent: true, changeEntities: true, stripComments: true, trimTrailingSpace: true },
      },
    });
    const id = await mirrored("requestor", "one");
    for (const text of ["two", "three"]) {
      helpdesks.requestor.control.editMessage(id, { text: `<p>${text} <b>words</b></p>`, html: true });
      await until(() => expect(inSuperOffice()[0]?.htmlBody).toContain(text));
    }
    await settled("edit", "mirrored", 2);
  });
});

describe("an edit of a message from SuperOffice", () => {
  it("is one appended correction, which names the mirror and shows what changed, and sends no mail", async () => {
    await open();
    const id = await mirrored("superoffice", "Please restart the printr now.");
    helpdesks.superoffice.control.editMessage(id, { text: "Please restart the printer now." });
    await settled("edit", "mirrored");
    const [mirror, correction, ...more] = inRequestor();
    expect(more).toEqual([]);
    expect(correction?.body).toContain(`Correction of message ${mirror?.id}`);
    expect(correction?.body).toMatch(/\[- printr -\] \[\+ printer \+\]/);
    expect(correction?.body).toMatch(/Please restart the printer now\.(<\/p>)?$/);
    expect(correction).toMatchObject({ private: false, outboundEmail: null });
    expect(mirror?.body).toContain("printr");
  });

  it("is found without any webhook", async () => {
    await open({ webhooks: false });
    const id = await mirrored("superoffice", "Please restart the printr now.");
    helpdesks.superoffice.control.editMessage(id, { text: "Please restart the printer now." });
    await settled("edit", "mirrored");
    expect(inRequestor().at(-1)?.body).toMatch(/\[- printr -\] \[\+ printer \+\]/);
  });

  it("is appended once where the answer is lost", async () => {
    await open();
    const id = await mirrored("superoffice", "one");
    helpdesks.requestor.control.faults.add({ kind: "reset-after-commit", match: { path: "/api/Tickets/NewMessage" } });
    helpdesks.superoffice.control.editMessage(id, { text: "two" });
    await settled("edit", "mirrored");
    expect(inRequestor()).toHaveLength(2);
  });

  it("that makes it internal is held and says what a person should do, and the new text stays secret", async () => {
    await open();
    const id = await mirrored("superoffice", "one");
    helpdesks.superoffice.control.editMessage(id, { text: "a secret", slevel: "Internal" });
    const held = await settled("edit", "held");
    const [mirror] = inRequestor();
    expect(inRequestor()).toHaveLength(1);
    const status = async () => (await helpdesks.api("GET", "/api/status")).body as { attention: Row[] };
    const whatToDo = `Remove or hide message ${mirror?.id} in Requestor by hand, then skip this.`;
    const reason = expect.stringMatching(/customers can still read message \d+ there/) as string;
    expect(await status()).toMatchObject({
      counts: { held: 1 },
      attention: [{ id: held.id, kind: "edit", state: "held", linkId: pair.linkId, reason }],
    });
    expect((await status()).attention[0]?.reason).toContain(whatToDo);
    // As the sentence says.
    helpdesks.requestor.control.editMessage(mirror?.id ?? 0, { private: true });
    const skipped = await helpdesks.api("POST", `/api/mirrors/${held.id}/skip`, { reason: "Hidden by hand." });
    expect(skipped).toMatchObject({ status: 200, body: { state: "skipped" } });
    expect(await status()).toMatchObject({ counts: { held: 0 }, attention: [] });
  });

  it("whose ticket becomes internal is held like one that became so itself", async () => {
    await open();
    await mirrored("superoffice", "one");
    helpdesks.superoffice.control.setTicket(pair.superoffice, { slevel: "Internal" });
    helpdesks.superoffice.control.addMessage(pair.superoffice, { text: "the next one" });
    const held = await settled("edit", "held");
    expect(held.reason).toMatch(/customers can still read its messages on ticket \d+ there/);
    expect(held.trace?.at(-1)?.detail).toMatch(/customers can still read message \d+ there/);
    expect(inRequestor().map((message) => message.private)).toEqual([false, true]);
    helpdesks.superoffice.control.setTicket(pair.superoffice, { slevel: "External" });
    await until(async () => expect((await rows("edit")).map(({ state }) => state)).toEqual(["skipped", "held"]));
    expect((await rows("edit")).at(-1)?.reason).toMatch(/never publishes by itself/);
    expect(inRequestor().map((message) => message.private)).toEqual([false, true]);
  });

  it("of a note that became public stays a note", async () => {
    await open();
    const id = await mirrored("superoffice", "a note", true);
    helpdesks.superoffice.control.editMessage(id, { text: "a longer note", slevel: "External" });
    await settled("edit", "mirrored");
    expect(inRequestor().map((message) => message.private)).toEqual([true, true]);
  });
});

describe("a deletion", () => {
  it("in Requestor is an internal note in SuperOffice, once", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    helpdesks.requestor.control.deleteMessage(id);
    await settled("deletion", "mirrored");
    const [mirror, note] = inSuperOffice();
    expect(mirror).toMatchObject({ body: "one", slevel: "External" });
    expect(note).toMatchObject({ slevel: "Internal" });
    expect(note?.body).toContain(
      `Message ${mirror?.id} is the mirror of message ${id} in Requestor, which was deleted`,
    );
  });

  it("in SuperOffice is an internal note in Requestor, once, also where its answer is lost", async () => {
    await open();
    const id = await mirrored("superoffice", "one");
    helpdesks.requestor.control.faults.add({ kind: "reset-after-commit", match: { path: "/api/Tickets/NewMessage" } });
    helpdesks.superoffice.control.deleteMessage(id);
    await settled("deletion", "mirrored");
    expect(inRequestor()).toMatchObject([{ private: false }, { private: true }]);
  });
});

describe("the policy", () => {
  it("EDITS=note appends in SuperOffice too, DELETES=ignore tells nothing", async () => {
    await open({ policy: { edits: "note", deletes: "ignore" } });
    const id = await mirrored("requestor", "one");
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    await settled("edit", "mirrored");
    expect(inSuperOffice().map(({ body }) => body)).toEqual(["one", expect.stringMatching(/^Correction.*two$/s)]);
    helpdesks.requestor.control.deleteMessage(id);
    const other = helpdesks.requestor.control.addMessage(pair.requestor, { text: "the next one" });
    await until(() => expect(inSuperOffice()).toHaveLength(3));
    expect(other.id).toBeGreaterThan(id);
    expect(await rows("deletion")).toEqual([]);
  });

  it("EDITS=ignore carries nothing", async () => {
    await open({ policy: { edits: "ignore" } });
    const id = await mirrored("requestor", "one");
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    helpdesks.requestor.control.addMessage(pair.requestor, { text: "the next one" });
    await until(() => expect(inSuperOffice()).toHaveLength(2));
    expect(await rows("edit")).toEqual([]);
    expect(inSuperOffice()[0]?.body).toBe("one");
  });

  it("MODE=observe shows what an edit would do and writes nothing", async () => {
    await open();
    const id = await mirrored("requestor", "one");
    await helpdesks.stopBridge();
    helpdesks.superoffice.control.clearRecords();
    await helpdesks.startBridge("observe");
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    await until(async () =>
      expect((await rows("edit"))[0]?.reason).toMatch(/^Only observed\. Message \d+ in SuperOffice would/),
    );
    expect(helpdesks.superoffice.control.writes()).toEqual([]);
  });
});
