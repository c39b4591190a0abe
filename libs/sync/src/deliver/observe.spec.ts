import { describe, expect, it } from "vitest";

import { readOnly } from "../read-only-helpdesk.ts";
import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("a bridge that only observes", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  const reasons = () => bench.database.mirrors.map(({ reason }) => reason);
  const events = () => bench.database.mirrors.map(({ trace }) => trace.map(({ what }) => what));

  it("shows each message of a backlog once, however often the lane is looked at", async () => {
    await bench.engine({ mode: "observe" });
    for (let n = 0; n < 120; n += 1) bench.superoffice.write(superofficeTicket, `message ${n}`);
    await bench.clock.pass(60_000);
    bench.superoffice.write(superofficeTicket, "one more");
    await bench.clock.pass(3 * 60 * 60_000);
    expect(new Set(bench.states())).toEqual(new Set(["pending"]));
    expect(new Set(events().map((event) => event.join()))).toEqual(new Set(["captured,observed"]));
    expect(reasons().every((reason) => reason?.includes("ticket 47 in Requestor as a public message"))).toBe(true);
    expect(bench.requestor.calls.writes).toBe(0);
  });

  it("leaves what it would hold pending, and skips what never crosses", async () => {
    await bench.engine({ mode: "observe" });
    bench.requestor.canHoldInternal = false;
    bench.superoffice.write(superofficeTicket, "secret", { visibility: "internal" });
    bench.superoffice.write(superofficeTicket, "out of office", { kind: "automatic-reply" });
    await bench.clock.pass(60_000);
    expect(bench.states()).toEqual(["pending", "skipped"]);
    expect(reasons()[0]).toMatch(/Would be held:.*cannot hold internal messages/);
  });

  it("names the kind of what would be lost, and none of the text's words", async () => {
    await bench.engine({ mode: "observe" });
    const text = '<p>Look</p><img src="cid:7" alt="Salary of Jane is 90000"><video title="Fire Miller"></video>';
    const content = { format: "html", text } as const;
    bench.superoffice.write(superofficeTicket, text, { visibility: "internal", content });
    await bench.clock.pass(60_000);
    expect(reasons()[0]).toMatch(/ Would be lost: Picture 1 not carried: [^.]+; Video 1 not carried: [^.]+\.$/);
    expect(JSON.stringify(bench.database.mirrors[0]?.trace)).not.toMatch(/90000|Miller/);
  });

  it("reads back what an earlier run left uncertain, and does not send it again", async () => {
    const first = await bench.engine();
    bench.requestor.faults.push("answer-lost", "server-error-before-commit");
    bench.superoffice.write(superofficeTicket, "written");
    await bench.clock.until("the first is mirrored", () => bench.states().includes("mirrored"));
    bench.superoffice.write(superofficeTicket, "never written");
    await bench.clock.until("the second is uncertain", () => bench.states().includes("uncertain"));
    const stopping = first.stop();
    await bench.clock.pass(10_000);
    await stopping;
    await bench.engine({ mode: "observe" });
    await bench.clock.pass(10 * 60_000);
    expect(bench.states()).toEqual(["mirrored", "pending"]);
    expect(reasons()[1]).toContain("Would be written");
    expect(bench.requestor.calls.writes).toBe(2);
  });

  it("has helpdesks that refuse every call but the known reads", async () => {
    const guarded = readOnly(bench.superoffice);
    const message = {
      ticketId: superofficeTicket,
      visibility: "public",
      content: { format: "plain", text: "no" },
      author: { name: "", email: null, role: "unknown" },
      createdAt: null,
      externalId: null,
    } as const;
    const refusal = "SuperOffice is only observed: createMessage was refused.";
    await expect(guarded.createMessage(message, { beforeBytes: () => undefined })).rejects.toThrow(refusal);
    expect(await guarded.listMessages(superofficeTicket)).not.toBeNull();
    expect(await guarded.newestMessageId()).toBeNull();
    expect(bench.superoffice.stored).toEqual([]);
    expect(bench.requestor.mirrorsOn(requestorTicket)).toEqual([]);
  });
});
