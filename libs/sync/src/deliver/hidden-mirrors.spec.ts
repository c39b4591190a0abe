import { DeliveryError, type Message, type MessageId, type TicketId } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";

/** Long enough for the links to be compared again. */
const auditedAgainMs = 60 * 60_000;

describe("a message that becomes internal once customers could read it in SuperOffice", () => {
  let bench: Bench;
  let id: MessageId;

  linkedBench((each) => (bench = each));

  async function begin(options: Parameters<Bench["engine"]>[0] = {}) {
    const engine = await bench.engine(options);
    ({ id } = bench.requestor.write(requestorTicket, "secret"));
    await bench.quiet();
    return engine;
  }
  const mirrors = () => bench.superoffice.mirrorsOn(superofficeTicket);
  const mirrorId = () => bench.superoffice.stored.find(({ byBridge }) => byBridge)?.message.id as MessageId;
  const visibilities = () => mirrors().map(({ visibility }) => visibility);
  const alarms = async () => (await bench.store.standingAlarms()).length;
  async function edit(change: Partial<Message>): Promise<void> {
    await bench.edit("requestor", id, change);
    await bench.quiet();
  }

  it("is hidden with its corrections, which no comparison takes for a change by hand", async () => {
    await begin({ policy: { edits: "note" } });
    await edit(text("secret, corrected"));
    await edit({ visibility: "internal" });
    expect(visibilities()).toEqual(["internal", "internal"]);
    await bench.clock.pass(auditedAgainMs);
    expect(await bench.store.auditTotals()).toMatchObject({ should: 1, agree: 1 });
    expect(await alarms()).toBe(0);
  });

  it("is hidden with a correction of the time when EDITS said note", async () => {
    const engine = await begin({ policy: { edits: "note" } });
    await edit(text("secret, corrected"));
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    await bench.engine();
    await edit(text("secret, corrected in its place"));
    await edit({ visibility: "internal" });
    expect(visibilities()).toEqual(["internal", "internal"]);
  });

  it("is hidden although a file that came with that cannot be uploaded", async () => {
    withAttachments(bench.superoffice, { uploads: true });
    const requestor = withAttachments(bench.requestor, { uploads: false });
    await begin({ files: new FakeFiles() });
    const down = new DeliveryError("no upload now", { decision: "retryable", fault: "side" });
    Object.assign(bench.superoffice, { createAttachment: () => Promise.reject(down) });
    await bench.edit("requestor", id, { visibility: "internal", attachments: [requestor.attach("a.txt", "x")] });
    await bench.clock.pass(60_000);
    expect(visibilities()).toEqual(["internal"]);
    expect(bench.last()?.state).toBe("pending");
  });

  it("is hidden with the words that somebody wrote there by hand, which are kept for a person", async () => {
    await begin();
    bench.superoffice.replace(mirrorId(), text("secret, by hand"));
    await edit({ ...text("more secret"), visibility: "internal" });
    expect(mirrors()).toMatchObject([{ visibility: "internal", content: { text: "secret, by hand" } }]);
    expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringContaining("changed by hand") as string });
    bench.superoffice.replace(mirrorId(), { visibility: "public" });
    await bench.clock.pass(auditedAgainMs);
    expect(await alarms(), "somebody published it after that").toBe(1);
  });

  it("stays hidden where a person keeps the words that stand there", async () => {
    await begin();
    bench.superoffice.replace(mirrorId(), text("by hand"));
    await edit({ visibility: "internal" });
    await bench.store.skipMirror(bench.last()?.id ?? "", "keep it");
    await edit(text("more secret"));
    await bench.clock.pass(auditedAgainMs);
    expect(visibilities()).toEqual(["internal"]);
    expect(await alarms()).toBe(0);
  });

  it("is written over by a retry, and made public by nothing", async () => {
    await begin();
    bench.superoffice.replace(mirrorId(), text("by hand"));
    await edit({ ...text("more secret"), visibility: "internal" });
    await bench.store.retryMirror(bench.last()?.id ?? "");
    await bench.quiet();
    expect(mirrors()).toMatchObject([{ visibility: "internal", content: { text: "more secret" } }]);
    expect(bench.last()?.state).toBe("mirrored");
  });

  it.each([[{}], [text("more secret")]])(
    "tells first that customers still read it where hiding it is refused, and raises the alarm (%o)",
    async (words) => {
      await begin();
      bench.superoffice.faults.push("refused");
      await edit({ ...words, visibility: "internal" });
      expect(bench.last()?.state).toBe("held");
      expect(bench.last()?.reason).toMatch(/^It was public and became internal.*customers can still read.*refused/);
      await bench.clock.pass(auditedAgainMs);
      expect(await alarms()).toBe(1);
    },
  );

  it.each(["answer-lost", "server-error-before-commit", "never-left"] as const)(
    "is hidden and gets its words although a call to hide it ended as %s",
    async (fault) => {
      await begin();
      bench.superoffice.faults.push(fault);
      await edit({ ...text("more secret"), visibility: "internal" });
      await bench.clock.pass(300_000);
      await bench.quiet();
      expect(mirrors()).toMatchObject([{ visibility: "internal", content: { text: "more secret" } }]);
      expect(bench.last()?.state).toBe("mirrored");
    },
  );

  const notAllowed = () =>
    Promise.reject(new DeliveryError("SuperOffice answered 403.", { decision: "permanent", fault: "ticket" }));

  it.each([[{}], [text("more secret")]])(
    "tells first that customers still read it where the bridge may not change the ticket, and is held for a person (%o)",
    async (words) => {
      await begin({ policy: { edits: "note" } });
      await edit(text("secret, corrected"));
      const ids = mirrors().map(({ id }) => id);
      Object.assign(bench.superoffice, { updateMessage: notAllowed });
      await bench.edit("requestor", id, { ...words, visibility: "internal" });
      const told = /^It was public and became internal.*customers can still read.*answered 403/;
      await bench.clock.until("the lane tells it", () =>
        bench.database.lanes.some(({ reason }) => told.test(reason ?? "")),
      );
      await bench.quiet();
      expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringMatching(told) as string });
      for (const one of ids) expect(bench.last()?.reason).toContain(one);
      await bench.clock.pass(auditedAgainMs);
      expect(await alarms()).toBe(1);
    },
  );

  /** Of what was written nothing may be read any more, until that is called which this returns. */
  function refuseReading(fault: "message" | "ticket"): () => void {
    const refusal = new DeliveryError("SuperOffice answered 403.", { decision: "permanent", fault });
    const refuse = () => Promise.reject(refusal);
    const calls = { readMessages: refuse, findMarked: refuse, listMarked: refuse, readTicket: notAllowed };
    Object.assign(bench.superoffice, calls);
    return () => {
      for (const call of Object.keys(calls)) Reflect.deleteProperty(bench.superoffice, call);
    };
  }

  it.each([
    ["message", "mirror"],
    ["ticket", "mirror"],
    ["message", "note"],
    ["ticket", "note"],
  ] as const)(
    "tells that customers still read it where its mirror may not even be read (fault of the %s, EDITS=%s)",
    async (fault, edits) => {
      await begin({ policy: { edits } });
      refuseReading(fault);
      await edit({ visibility: "internal" });
      await bench.clock.pass(60_000);
      const told = /^It was public and became internal.*customers can still read.*answered 403/;
      expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringMatching(told) as string });
      expect(bench.last()?.reason).toContain(mirrorId());
    },
  );

  it.each(["message", "ticket"] as const)(
    "raises the alarm and is settled by a person who hides it and skips that where it could not be read (fault of the %s)",
    async (fault) => {
      await begin();
      const allowReading = refuseReading(fault);
      await edit({ ...text("more secret"), visibility: "internal" });
      await bench.clock.pass(60_000);
      expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringMatching(/can still read/) as string });
      allowReading();
      await bench.clock.pass(auditedAgainMs);
      expect(await alarms()).toBe(1);
      bench.superoffice.replace(mirrorId(), { visibility: "internal" });
      await bench.store.skipMirror(bench.last()?.id ?? "", "Hidden by hand.");
      const { length } = bench.database.mirrors;
      await bench.clock.pass(auditedAgainMs);
      expect(bench.database.mirrors).toHaveLength(length);
      expect(bench.superoffice.edits).toEqual([]);
    },
  );

  it.each(["message", "ticket"] as const)(
    "tells so too after a call to hide it whose answer was lost (fault of the %s)",
    async (fault) => {
      await begin();
      bench.superoffice.faults.push("server-error-before-commit");
      await bench.edit("requestor", id, { visibility: "internal" });
      await bench.clock.until("it was tried", () => bench.superoffice.faults.length === 0);
      refuseReading(fault);
      await bench.clock.pass(600_000);
      const told = /customers can still read/;
      expect(bench.last()).toMatchObject({ state: "held", reason: expect.stringMatching(told) as string });
    },
  );

  it("is hidden without a person where that was refused for a moment only", async () => {
    await begin();
    const update = bench.superoffice.updateMessage.bind(bench.superoffice);
    Object.assign(bench.superoffice, { updateMessage: notAllowed });
    await bench.edit("requestor", id, { visibility: "internal" });
    await bench.clock.until("it was refused", () => bench.database.lanes.some(({ stopped }) => stopped));
    Object.assign(bench.superoffice, { updateMessage: update });
    await bench.quiet();
    expect(visibilities()).toEqual(["internal"]);
    expect(bench.states()).not.toContain("held");
  });

  it("holds up nothing behind it that can be written where hiding it is not allowed", async () => {
    await begin();
    Object.assign(bench.superoffice, { updateMessage: notAllowed });
    await edit({ visibility: "internal" });
    bench.requestor.write(requestorTicket, "next");
    await bench.quiet();
    expect(bench.words("superoffice").at(-1)).toBe("next");
  });

  it("is said to be so where its mirror was moved away, and a correction that stayed is hidden", async () => {
    await begin({ policy: { edits: "note" } });
    await edit(text("secret, corrected"));
    bench.superoffice.replace(mirrorId(), { ticketId: "999" as TicketId });
    await edit({ visibility: "internal" });
    expect(visibilities()).toEqual(["internal"]);
    expect(bench.last()?.state).toBe("held");
    expect(bench.last()?.reason).toMatch(/became internal.*customers may still read it/);
  });

  it("is only shown by a bridge that observes", async () => {
    const engine = await begin();
    await Promise.all([engine.stop(), bench.clock.pass(10_000)]);
    await bench.engine({ mode: "observe" });
    await bench.edit("requestor", id, { ...text("more secret"), visibility: "internal" });
    await bench.clock.pass(60_000);
    expect(visibilities()).toEqual(["public"]);
    expect(bench.last()?.reason).toMatch(/would be changed and made internal/);
  });
});
