import { DeliveryError, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

/** A person edits, and the bridge is told of it. */
async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.quiet();
}

describe("an edit in Requestor", () => {
  it("changes its mirror in SuperOffice and keeps the old text in the record", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "The printr is dead.");
    await bench.quiet();
    await edit("requestor", id, text("The printer is dead."));
    expect(bench.saidOn("superoffice")).toEqual(["The printer is dead."]);
    expect(bench.superoffice.edits).toMatchObject([{ makeInternal: false }]);
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 mirrored"]);
    expect(bench.last()).toMatchObject({ previous: "The printr is dead.", targetMessageId: null });
  });

  it("crosses once when there were several before it was sent, in the last form", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await bench.store.setPaused("superoffice", true);
    for (const words of ["two", "three", "four"]) {
      bench.requestor.replace(id, text(words));
      await bench.store.hint("requestor", [requestorTicket]);
      await bench.clock.pass(2_000);
    }
    await bench.store.setPaused("superoffice", false);
    await bench.quiet();
    expect(bench.superoffice.edits.map(({ content }) => content.text)).toEqual(["four"]);
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 mirrored"]);
  });

  it("of a message that still waits crosses with it", async () => {
    await bench.store.setPaused("superoffice", true);
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.clock.pass(15_000);
    bench.requestor.replace(id, text("two"));
    await bench.clock.pass(15_000);
    await bench.store.setPaused("superoffice", false);
    await bench.quiet();
    expect(bench.saidOn("superoffice")).toEqual(["two"]);
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
  });

  it("while its message is uncertain follows it", async () => {
    await bench.engine();
    bench.superoffice.faults.push("answer-lost");
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    await edit("requestor", id, text("two"));
    expect(bench.saidOn("superoffice")).toEqual(["two"]);
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 mirrored"]);
  });

  it("is held with both texts when somebody changed the mirror by hand, until a person asks for it again", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const mirror = bench.superoffice.mirrorsOn(superofficeTicket)[0];
    if (mirror === undefined) throw new Error("There is no mirror.");
    bench.superoffice.replace(mirror.id, text("one, with a note by hand"));
    await edit("requestor", id, text("two"));
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 held"]);
    expect(bench.last()?.reason).toMatch(/“one, with a note by hand”.*“two”/);
    expect(bench.last()?.previous).toBe("one, with a note by hand");
    await edit("requestor", id, text("three"));
    expect(bench.last()?.state).toBe("held");
    expect(bench.last()?.reason).toContain("“three”");
    expect(bench.saidOn("superoffice")).toEqual(["one, with a note by hand"]);
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.quiet();
    expect(bench.saidOn("superoffice")).toEqual(["three"]);
    expect(bench.last()).toMatchObject({ state: "mirrored", previous: "one, with a note by hand" });
  });

  it("whose answer was lost is found on the mirror, and one that was never carried out is made again", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.faults.push("answer-lost");
    await edit("requestor", id, text("two"));
    expect(bench.superoffice.edits).toHaveLength(1);
    expect(bench.last()?.trace.map(({ what }) => what)).toContain("read-back-found");
    bench.superoffice.faults.push("server-error-before-commit");
    await edit("requestor", id, text("three"));
    expect(bench.saidOn("superoffice")).toEqual(["three"]);
    expect(bench.superoffice.edits).toHaveLength(2);
    expect(bench.last()).toMatchObject({ state: "mirrored", previous: "two" });
  });

  it("waits for an older one that may still be carried out, so that it has the last word", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    bench.superoffice.faults.push({ commitsAfterMs: 100_000 });
    bench.requestor.replace(id, text("two"));
    await bench.store.hint("requestor", [requestorTicket]);
    await bench.clock.pass(5_000);
    await edit("requestor", id, text("three"));
    expect(bench.saidOn("superoffice")).toEqual(["three"]);
  });

  it("that makes it internal makes its mirror internal", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await edit("requestor", id, { visibility: "internal" });
    expect(bench.superoffice.mirrorsOn(superofficeTicket)).toMatchObject([{ visibility: "internal" }]);
  });

  it("that makes it public publishes nothing: it is held, and with new words these cross internally", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one", { visibility: "internal" });
    await bench.quiet();
    await edit("requestor", id, { visibility: "public" });
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
    expect(bench.last()?.reason).toMatch(/became public.*stays internal/);
    await edit("requestor", id, text("two"));
    expect(bench.superoffice.mirrorsOn(superofficeTicket)).toMatchObject([
      { visibility: "internal", content: { text: "two" } },
    ]);
    const [words, last] = bench.database.mirrors.slice(-2);
    expect(words).toMatchObject({ state: "mirrored", losses: [expect.stringMatching(/stays internal/)] });
    expect(last).toMatchObject({
      state: "held",
      reason: expect.stringMatching(/became public.*stays internal/) as string,
    });
  });

  it("is appended as a correction where EDITS says note, and only noted where it says ignore", async () => {
    await bench.engine({ policy: { edits: "note" } });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await edit("requestor", id, text("two"));
    expect(bench.superoffice.edits).toEqual([]);
    expect(bench.saidOn("superoffice")[1]).toMatch(
      /^Correction of message 100\d.*\[- one -\] \[\+ two \+\].*It reads now:\n\ntwo$/s,
    );
    await bench.stop();
    await bench.engine({ policy: { edits: "ignore" } });
    await edit("requestor", id, text("three"));
    expect(bench.saidOn("superoffice")).toHaveLength(2);
    expect(bench.rows().filter((row) => row.startsWith("edit"))).toHaveLength(1);
  });

  it("is only shown by a bridge that observes", async () => {
    const engine = await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    await bench.engine({ mode: "observe" });
    bench.requestor.replace(id, text("two"));
    await bench.clock.pass(60_000);
    expect(bench.saidOn("superoffice")).toEqual(["one"]);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "pending", observed: true });
    expect(bench.last()?.reason).toMatch(/^Only observed\. Message 100\d in SuperOffice would be changed\.$/);
  });
});

describe("an edit in SuperOffice", () => {
  it("is followed beside one that cannot be read", async () => {
    await bench.engine();
    const [bad, good] = ["one", "two"].map((words) => bench.superoffice.write(superofficeTicket, words).id);
    await bench.quiet();
    const read = bench.superoffice.readMessages.bind(bench.superoffice);
    bench.superoffice.readMessages = (ticketId, ids) =>
      bad !== undefined && ids.includes(bad)
        ? Promise.reject(new DeliveryError("It is too large to be read.", { decision: "permanent", fault: "message" }))
        : read(ticketId, ids);
    for (const id of [bad, good]) bench.superoffice.replace(id as MessageId, { ...text("edited"), changedAt: 1 });
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.saidOn("requestor")[2]).toContain("[- two -] [+ edited +]");
    expect(bench.saidOn("requestor")).toHaveLength(3);
  });

  it("is an appended correction that names the mirror, shows what changed and says all of it", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "Please restart the printr now.");
    await bench.quiet();
    await edit("superoffice", id, text("Please restart the printer now."));
    const [mirror, correction] = bench.requestor.mirrorsOn(requestorTicket);
    expect(correction?.content.text).toContain(`Correction of message ${mirror?.id}, which was edited in SuperOffice.`);
    expect(correction?.content.text).toContain("[- printr -] [+ printer +]");
    expect(correction?.content.text).toMatch(/It reads now:\n\nPlease restart the printer now\.$/);
    expect(correction?.visibility).toBe("public");
    expect(correction?.marker).toMatchObject({ messageId: id, revision: 2 });
    expect(bench.rows()).toContain("edit 2 mirrored");
    await bench.quiet();
    expect(bench.saidOn("superoffice"), "no echo").toEqual([]);
  });

  it("stays as private as its mirror and its source", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    await edit("superoffice", id, { ...text("a note, longer"), visibility: "public" });
    expect(bench.requestor.mirrorsOn(requestorTicket).map(({ visibility }) => visibility)).toEqual([
      "internal",
      "internal",
    ]);
  });

  it("that makes it internal is held: Requestor cannot take back what customers read", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await edit("superoffice", id, { ...text("secret"), visibility: "internal" });
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    expect(bench.last()).toMatchObject({ kind: "edit", state: "held" });
    expect(bench.last()?.reason).toContain(`customers can still read message ${mirror?.id} there`);
    expect(bench.saidOn("requestor").join()).not.toContain("secret");
    bench.requestor.replace(mirror?.id ?? id, { visibility: "internal" });
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket).at(-1)).toMatchObject({ visibility: "internal" });
    expect(bench.saidOn("requestor").at(-1)).toContain("secret");
  });

  it("whose answer was lost is appended once", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.faults.push("answer-lost");
    await edit("superoffice", id, text("two"));
    expect(bench.saidOn("requestor")).toHaveLength(2);
  });

  it("is carried also where the one before it was refused and stands there all the same", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.faults.push("refused-but-stored");
    bench.superoffice.replace(id, text("two"));
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.clock.until("it is held", () => bench.last()?.state === "held");
    await edit("superoffice", id, text("three"));
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["one", "two", "three"]);
  });

  it("back to the words of the mirror says that they are those again", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await edit("superoffice", id, text("two"));
    await edit("superoffice", id, text("one"));
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    expect(bench.saidOn("requestor")[2]).toContain(`Changed back: it has the words of message ${mirror?.id} again.`);
  });

  it("and the next one are two corrections, each against the mirror", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await edit("superoffice", id, text("two"));
    await edit("superoffice", id, text("three"));
    expect(bench.saidOn("requestor")[2]).toContain("[- one -] [+ three +]");
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 mirrored", "edit 3 mirrored"]);
  });
});
