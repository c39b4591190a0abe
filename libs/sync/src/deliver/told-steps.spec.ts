import { DeliveryError } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { FakeFiles, withAttachments } from "../testing/fake-attachments.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("the trace of a message", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  const first = () => bench.database.mirrors[0];
  const steps = () => bench.last()?.trace.map(({ what }) => what);
  const told = (what: string) => bench.last()?.trace.filter((line) => line.what === what) ?? [];
  const decided = () => told("decided").map(({ detail }) => detail);

  it("tells the looks that found nothing as one line, how often and from when to when, before it is sent again (P2)", async () => {
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "lost");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    const uncertainAt = bench.clock.now();
    const { reason, settleUntil } = bench.last() ?? {};
    await bench.clock.pass(20_000);
    expect(steps()).toEqual(["captured", "decided", "sending", "uncertain", "read-back-nothing"]);
    expect(bench.last()).toMatchObject({ state: "uncertain", reason, settleUntil });
    const [waiting] = told("read-back-nothing");
    expect(waiting?.detail).toMatch(
      new RegExp(`^No message of ticket ${requestorTicket} in Requestor has its marker. It may still appear there for`),
    );
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["lost"]);
    expect(steps()).toEqual([
      ...["captured", "decided", "sending", "uncertain"],
      ...["read-back-nothing", "sending", "mirrored"],
    ]);
    const [look, ...others] = told("read-back-nothing");
    expect(others).toEqual([]);
    expect(look?.at).toBe(waiting?.at);
    expect(look?.times).toBeGreaterThan(waiting?.times ?? 99);
    expect((look?.lastAt ?? 0) - uncertainAt).toBeGreaterThanOrEqual(120_000);
    expect(look?.detail).toMatch(/The time in which it might still appear is over, so that it may be sent again\.$/);
  });

  it("tells each time that it was looked for in vain, and what was found at last", async () => {
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit", "answer-lost");
    bench.superoffice.write(superofficeTicket, "lost twice");
    await bench.quiet();
    expect(steps()).toEqual([
      ...["captured", "decided", "sending", "uncertain", "read-back-nothing"],
      ...["sending", "uncertain", "read-back-found"],
    ]);
  });

  it("tells that it was looked for also where its source cannot be read again for now", async () => {
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "lost");
    await bench.clock.until("it was looked for", () => told("read-back-nothing").length > 0);
    const before = told("read-back-nothing")[0]?.times ?? 1;
    const hidden = new DeliveryError("It is hidden for now.", { decision: "permanent", fault: "ticket", status: 403 });
    bench.superoffice.readMessages = () => Promise.reject(hidden);
    await bench.clock.pass(300_000);
    const [look] = told("read-back-nothing");
    expect(look?.times).toBeGreaterThan(before);
    expect(look?.detail).toMatch(/is over, so that it may be sent again\.$/);
    expect(steps()?.at(-1)).toBe("read-back-nothing");
  });

  it("of an edit in its place tells that its mirror does not say it", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const mirror = bench.last()?.targetMessageId ?? "";
    bench.superoffice.faults.push("server-error-before-commit");
    await bench.edit("requestor", id, text("two"));
    await bench.quiet();
    expect(steps()).toEqual([
      ...["captured", "decided", "sending", "uncertain"],
      ...["read-back-nothing", "sending", "edited"],
    ]);
    expect(told("read-back-nothing")[0]?.detail).toContain(`has its marker, nor does message ${mirror} there say it.`);
    expect(decided()).toEqual([
      `Message ${mirror} of ticket ${superofficeTicket} in SuperOffice to be changed in its place, as a public message: it is public in Requestor.`,
    ]);
  });

  it.each([
    ["public", "a public message: it is public in SuperOffice."],
    ["internal", "an internal note: it is internal in SuperOffice, or not known to be public."],
  ] as const)(
    "says once what was decided for a %s message before it is tried, and nothing of its words",
    async (visibility, as) => {
      await bench.engine();
      bench.requestor.faults.push("never-left", "never-left");
      bench.superoffice.write(superofficeTicket, "Words of a customer", { visibility });
      await bench.quiet();
      expect(bench.states()).toEqual(["mirrored"]);
      expect(decided()).toEqual([`To ticket ${requestorTicket} in Requestor as ${as}`]);
      expect(steps()?.slice(0, 3)).toEqual(["captured", "decided", "sending"]);
      expect(JSON.stringify(bench.last()?.trace)).not.toContain("Words");
    },
  );

  it("says what was decided before a file of the message is sent", async () => {
    withAttachments(bench.superoffice, { uploads: true });
    const attachments = [withAttachments(bench.requestor, { uploads: false }).attach("a.txt", "first")];
    const upload = Reflect.get(bench.superoffice, "uploadAttachment") as (...given: unknown[]) => Promise<void>;
    const failures = [1, 2].map((n) => new DeliveryError(`Busy ${n}.`, { decision: "retryable", fault: "side" }));
    Object.assign(bench.superoffice, {
      uploadAttachment: (...given: unknown[]) => {
        const failure = failures.shift();
        return failure === undefined ? upload(...given) : Promise.reject(failure);
      },
    });
    await bench.engine({ files: new FakeFiles() });
    bench.requestor.write(requestorTicket, "with a file", { attachments });
    await bench.quiet();
    expect(steps()).toEqual([
      ...["captured", "decided", "attempt-failed"],
      ...["attempt-failed", "sending", "mirrored"],
    ]);
  });

  it("says it again where others may read the message by now than what was tried", async () => {
    await bench.engine();
    bench.requestor.faults.push("server-error-before-commit");
    const { id } = bench.superoffice.write(superofficeTicket, "public at first");
    await bench.clock.until("it is uncertain", () => bench.states().includes("uncertain"));
    bench.superoffice.replace(id, { visibility: "internal" });
    await bench.quiet();
    expect(bench.requestor.mirrorsOn(requestorTicket)).toMatchObject([{ visibility: "internal" }]);
    const told =
      first()
        ?.trace.slice(-4)
        .map(({ what, detail }) => [what, detail.split(":")[0]]) ?? [];
    expect(told.map(([what]) => what)).toEqual(["read-back-nothing", "decided", "sending", "mirrored"]);
    expect(told[1]?.[1]).toBe(`To ticket ${requestorTicket} in Requestor as an internal note`);
    expect(first()?.trace[1]?.detail).toContain("as a public message");
  });

  it("says what was decided for a deletion, and why a mirror is hidden", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    const mirror = bench.last()?.targetMessageId ?? "";
    await bench.edit("requestor", id, { visibility: "internal" });
    await bench.quiet();
    expect(decided()[0]).toMatch(new RegExp(`^Message ${mirror} of .*: it is internal in Requestor`));
    await bench.edit("requestor", id, { deleted: true });
    await bench.quiet();
    expect(decided()).toEqual([
      `To ticket ${superofficeTicket} in SuperOffice as an internal note of its deletion: a mirror is never deleted.`,
    ]);
  });
});
