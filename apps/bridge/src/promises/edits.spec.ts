import { expect, it } from "vitest";

import { EditScene, type EditRow } from "./edit-scene.ts";
import { onBothWires, type Stage } from "./on-both-wires.ts";
import { rewriting } from "./whole-mix.ts";

const sceneOn = async ({ helpdesks }: Stage) => new EditScene(helpdesks, await helpdesks.newPair());

onBothWires("an edit of a message from Requestor", (stage) => {
  it("changes its mirror by PUT: everything else of it stays, nobody is notified, the old text is in the record", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "The printr is dead.");
    const [mirror] = scene.inSuperOffice();
    helpdesks.superoffice.control.editMessage(mirror?.id ?? 0, { customFields: { x_kept: "by hand" }, timeSpent: 12 });
    helpdesks.requestor.control.editMessage(id, { text: "The printer is dead." });
    const edit = await scene.settled("edit", "mirrored");
    expect((await scene.texts(edit)).previous).toBe("The printr is dead.");
    expect(scene.inSuperOffice()).toMatchObject([
      {
        ...{ id: mirror?.id, messageId: mirror?.messageId, author: mirror?.author, createdAt: mirror?.createdAt },
        ...{ body: "The printer is dead.", customFields: { x_kept: "by hand" }, timeSpent: 12, slevel: "External" },
      },
    ]);
    const puts = scene.puts();
    expect(puts).toMatchObject([{ query: { notify: "false" } }]);
    expect(scene.sent()).toEqual([]);
  });

  it("crosses once and in its last form when there were several while SuperOffice was away", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    await helpdesks.api("POST", "/api/sides/superoffice/pause");
    for (const text of ["two", "three", "four"]) helpdesks.requestor.control.editMessage(id, { text });
    await scene.settled("edit", "pending");
    await helpdesks.api("POST", "/api/sides/superoffice/resume");
    await scene.settled("edit", "mirrored");
    expect(scene.inSuperOffice().map(({ body }) => body)).toEqual(["four"]);
    expect(scene.puts()).toHaveLength(1);
  });

  it("is held with both texts when the mirror was changed by hand, and made when a person asks for it", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    helpdesks.superoffice.control.editMessage(scene.inSuperOffice()[0]?.id ?? 0, { text: "one, and a remark of ours" });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    const held = await scene.settled("edit", "held");
    expect(held.reason).toContain("There it says: “…” The edit says: “…”");
    expect(await scene.texts(held)).toMatchObject({
      source: { plain: "two" },
      target: { plain: "one, and a remark of ours" },
    });
    expect(scene.inSuperOffice()[0]?.body).toBe("one, and a remark of ours");
    await helpdesks.api("POST", `/api/mirrors/${held.id}/retry`);
    expect((await scene.texts(await scene.settled("edit", "mirrored"))).previous).toBe("one, and a remark of ours");
    expect(scene.inSuperOffice()[0]?.body).toBe("two");
  });

  it("that makes it internal hides its mirror", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    helpdesks.requestor.control.editMessage(id, { private: true });
    await scene.settled("edit", "mirrored");
    expect(scene.inSuperOffice()).toMatchObject([{ slevel: "Internal", body: "one" }]);
  });

  it("that makes it public publishes nothing: it is held", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "a note", true);
    helpdesks.requestor.control.editMessage(id, { private: false });
    const held = await scene.settled("edit", "held");
    expect(held.reason).toMatch(/never publishes by itself/);
    expect(scene.inSuperOffice()).toMatchObject([{ slevel: "Internal" }]);
  });

  it("reaches a SuperOffice that rewrites every body it saves", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    helpdesks.superoffice.control.alterBodies(rewriting);
    try {
      const id = await scene.mirrored("requestor", "one");
      for (const text of ["two", "three"]) {
        helpdesks.requestor.control.editMessage(id, { text: `<p>${text} <b>words</b></p>`, html: true });
        await scene.until(() => expect(scene.inSuperOffice()[0]?.htmlBody).toContain(text));
      }
      await scene.settled("edit", "mirrored", 2);
    } finally {
      helpdesks.superoffice.control.alterBodies({});
    }
  });
});

onBothWires("an edit whose PUT fails", (stage) => {
  it.each([
    ["the answer is lost after it was stored", { kind: "reset-after-commit" }],
    ["it is stored and never answered", { kind: "timeout-after-commit" }],
    ["nothing is stored", { kind: "reset-before-commit" }],
    ["the server fails before it is stored", { kind: "status", status: 500, body: "own-error" }],
  ] as const)("arrives once where %s", async (_what, fault) => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    helpdesks.superoffice.control.faults.add({ ...fault, match: { method: "PUT" } });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    expect((await scene.texts(await scene.settled("edit", "mirrored"))).previous).toBe("one");
    expect(scene.inSuperOffice().map(({ body }) => body)).toEqual(["two"]);
  });

  // The last one here: webhooks go to the first bridge's port.
  it("is found or made after the bridge died between the PUT and its answer", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    helpdesks.superoffice.control.faults.add({ kind: "timeout-after-commit", match: { method: "PUT" } });
    helpdesks.requestor.control.editMessage(id, { text: "two" });
    await scene.until(() => expect(scene.inSuperOffice()[0]?.body).toBe("two"));
    await helpdesks.stopBridge();
    await helpdesks.startBridge();
    expect((await scene.texts(await scene.settled("edit", "mirrored"))).previous).toBe("one");
    expect(scene.inSuperOffice().map(({ body }) => body)).toEqual(["two"]);
  });
});

onBothWires("an edit of a message from SuperOffice", (stage) => {
  it("is one appended correction, which names the mirror and shows what changed, and sends no mail", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("superoffice", "Please restart the printr now.");
    helpdesks.superoffice.control.editMessage(id, { text: "Please restart the printer now." });
    await scene.settled("edit", "mirrored");
    const [mirror, correction, ...more] = scene.inRequestor();
    expect(more).toEqual([]);
    expect(correction?.body).toContain(`Correction of message ${mirror?.id}`);
    expect(correction?.body).toMatch(/\[- printr -\] \[\+ printer \+\]/);
    expect(correction?.body).toMatch(/Please restart the printer now\.(<\/p>)?$/);
    expect(correction).toMatchObject({ private: false, outboundEmail: null });
    expect(mirror?.body).toContain("printr");
  });

  it("is appended once where the answer is lost", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("superoffice", "one");
    helpdesks.requestor.control.faults.add({ kind: "reset-after-commit", match: { path: "/api/Tickets/NewMessage" } });
    helpdesks.superoffice.control.editMessage(id, { text: "two" });
    await scene.settled("edit", "mirrored");
    expect(scene.inRequestor()).toHaveLength(2);
  });

  it("that makes it internal is held and says what a person should do, and the new text stays secret", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks, pair } = scene;
    const id = await scene.mirrored("superoffice", "one");
    helpdesks.superoffice.control.editMessage(id, { text: "a secret", slevel: "Internal" });
    const held = await scene.settled("edit", "held");
    const [mirror] = scene.inRequestor();
    expect(scene.inRequestor()).toHaveLength(1);
    const status = async () => (await helpdesks.api("GET", "/api/status")).body as { attention: EditRow[] };
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
    const scene = await sceneOn(stage);
    const { helpdesks, pair } = scene;
    await scene.mirrored("superoffice", "one");
    helpdesks.superoffice.control.setTicket(pair.superoffice, { slevel: "Internal" });
    helpdesks.superoffice.control.addMessage(pair.superoffice, { text: "the next one" });
    const held = await scene.settled("edit", "held");
    expect(held.reason).toMatch(/customers can still read its messages on ticket \d+ there/);
    expect(held.trace?.at(-1)?.detail).toMatch(/customers can still read message \d+ there/);
    expect(scene.inRequestor().map((message) => message.private)).toEqual([false, true]);
    helpdesks.superoffice.control.setTicket(pair.superoffice, { slevel: "External" });
    await scene.until(async () =>
      expect((await scene.rows("edit")).map(({ state }) => state)).toEqual(["skipped", "held"]),
    );
    expect((await scene.rows("edit")).at(-1)?.reason).toMatch(/never publishes by itself/);
    expect(scene.inRequestor().map((message) => message.private)).toEqual([false, true]);
  });

  it("of a note that became public stays a note", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("superoffice", "a note", true);
    helpdesks.superoffice.control.editMessage(id, { text: "a longer note", slevel: "External" });
    await scene.until(async () =>
      expect((await scene.rows("edit")).map(({ state }) => state)).toEqual(["mirrored", "held"]),
    );
    expect((await scene.rows("edit")).at(-1)?.reason).toMatch(/became public.*stays internal/);
    expect(scene.inRequestor().map((message) => message.private)).toEqual([true, true]);
  });
});

onBothWires("a deletion", (stage) => {
  it("in Requestor is an internal note in SuperOffice, once", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("requestor", "one");
    helpdesks.requestor.control.deleteMessage(id);
    await scene.settled("deletion", "mirrored");
    const [mirror, note] = scene.inSuperOffice();
    expect(mirror).toMatchObject({ body: "one", slevel: "External" });
    expect(note).toMatchObject({ slevel: "Internal" });
    expect(note?.body).toContain(
      `Message ${mirror?.id} is the mirror of message ${id} in Requestor, which was deleted`,
    );
  });

  it("in SuperOffice is an internal note in Requestor, once, also where its answer is lost", async () => {
    const scene = await sceneOn(stage);
    const { helpdesks } = scene;
    const id = await scene.mirrored("superoffice", "one");
    helpdesks.requestor.control.faults.add({ kind: "reset-after-commit", match: { path: "/api/Tickets/NewMessage" } });
    helpdesks.superoffice.control.deleteMessage(id);
    await scene.settled("deletion", "mirrored");
    expect(scene.inRequestor()).toMatchObject([{ private: false }, { private: true }]);
  });
});

onBothWires(
  "an edit that no webhook tells of",
  (stage) => {
    it("is found by asking", async () => {
      const scene = await sceneOn(stage);
      const { helpdesks } = scene;
      const id = await scene.mirrored("superoffice", "Please restart the printr now.");
      helpdesks.superoffice.control.editMessage(id, { text: "Please restart the printer now." });
      await scene.settled("edit", "mirrored");
      expect(scene.inRequestor().at(-1)?.body).toMatch(/\[- printr -\] \[\+ printer \+\]/);
    });

    it("MODE=observe shows what an edit would do and writes nothing", async () => {
      const scene = await sceneOn(stage);
      const { helpdesks } = scene;
      const id = await scene.mirrored("requestor", "one");
      await helpdesks.stopBridge();
      helpdesks.superoffice.control.clearRecords();
      await helpdesks.startBridge("observe");
      helpdesks.requestor.control.editMessage(id, { text: "two" });
      await scene.until(async () =>
        expect((await scene.rows("edit"))[0]?.reason).toMatch(/^Only observed\. Message \d+ in SuperOffice would/),
      );
      expect(helpdesks.superoffice.control.writes()).toEqual([]);
    });
  },
  { webhooks: false },
);

onBothWires(
  "the policy",
  (stage) => {
    it("EDITS=note appends in SuperOffice too, DELETES=ignore tells nothing", async () => {
      const scene = await sceneOn(stage);
      const { helpdesks, pair } = scene;
      const id = await scene.mirrored("requestor", "one");
      helpdesks.requestor.control.editMessage(id, { text: "two" });
      await scene.settled("edit", "mirrored");
      expect(scene.inSuperOffice().map(({ body }) => body)).toEqual([
        "one",
        expect.stringMatching(/^Correction.*two$/s),
      ]);
      helpdesks.requestor.control.deleteMessage(id);
      const other = helpdesks.requestor.control.addMessage(pair.requestor, { text: "the next one" });
      await scene.until(() => expect(scene.inSuperOffice()).toHaveLength(3));
      expect(other.id).toBeGreaterThan(id);
      expect(await scene.rows("deletion")).toEqual([]);
    });
  },
  { policy: { edits: "note", deletes: "ignore" } },
);

onBothWires(
  "the policy",
  (stage) => {
    it("EDITS=ignore carries nothing", async () => {
      const scene = await sceneOn(stage);
      const { helpdesks, pair } = scene;
      const id = await scene.mirrored("requestor", "one");
      helpdesks.requestor.control.editMessage(id, { text: "two" });
      helpdesks.requestor.control.addMessage(pair.requestor, { text: "the next one" });
      await scene.until(() => expect(scene.inSuperOffice()).toHaveLength(2));
      expect(await scene.rows("edit")).toEqual([]);
      expect(scene.inSuperOffice()[0]?.body).toBe("one");
    });
  },
  { policy: { edits: "ignore" } },
);
