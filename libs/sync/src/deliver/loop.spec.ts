import { sides, type Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

describe("a loop of machines", () => {
  let bench: Bench;

  linkedBench((each) => (bench = each));

  beforeEach(async () => {
    await bench.engine();
  });

  /** In this helpdesk a robot's own account writes every mirror again. */
  function copyEveryMirror(side: Side, change: (text: string) => string = (text) => text): void {
    const ticketId = side === "superoffice" ? superofficeTicket : requestorTicket;
    bench[side].afterCommit = ({ content, marker }) => {
      void bench.clock.sleep(5_000).then(() => {
        const copied = side === "requestor" ? { marker } : {};
        bench[side].write(ticketId, change(content.text), copied);
      });
      return Promise.resolve();
    };
  }

  const written = () => bench.superoffice.calls.writes + bench.requestor.calls.writes;
  const lanes = async () => (await bench.store.listLinks({ cursor: null, limit: 1 })).items[0]?.lanes ?? [];

  it("is stopped when the same text came back the third time, with a sentence, and stays stopped (P5)", async () => {
    copyEveryMirror("superoffice");
    copyEveryMirror("requestor", (text) => `  ${text.replaceAll("\n", "\n\n")} `);
    bench.superoffice.write(superofficeTicket, "Thank you for your message");
    await bench.clock.pass(60 * 60_000);
    expect(written()).toBe(5);
    const stopped = (await lanes()).filter((lane) => lane.stopped);
    expect(stopped.map(({ reason }) => reason).join()).toContain("there and back three times");
  });

  it("goes on when a person resumed the link, and stops again only after as many turns", async () => {
    copyEveryMirror("superoffice");
    copyEveryMirror("requestor");
    bench.superoffice.write(superofficeTicket, "Thank you for your message");
    await bench.clock.pass(60 * 60_000);
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 1 })).items;
    await bench.store.setLinkPaused(link?.id ?? "", false);
    await bench.clock.pass(60 * 60_000);
    // The one that waited for the person, captured long before, and five more.
    expect(written()).toBe(5 + 1 + 5);
    bench.superoffice.afterCommit = () => Promise.resolve();
    bench.requestor.afterCommit = () => Promise.resolve();
    await bench.store.setLinkPaused(link?.id ?? "", false);
    await bench.quiet();
    expect((await lanes()).some(({ stopped }) => stopped)).toBe(false);
  });

  it("is found across restarts", async () => {
    copyEveryMirror("superoffice");
    copyEveryMirror("requestor");
    bench.superoffice.write(superofficeTicket, "Thank you for your message");
    for (let n = 0; n < 20; n += 1) {
      const engine = await bench.engine();
      await bench.clock.pass(20_000);
      const stopping = engine.stop();
      await bench.clock.pass(0);
      await stopping;
    }
    expect(written()).toBe(5);
  });

  it("is not an old conversation that is caught up at once", async () => {
    for (const side of sides) bench[side].afterCommit = () => bench.clock.sleep(200);
    for (let n = 0; n < 60; n += 1) {
      bench.requestor.write(requestorTicket, n % 5 === 0 ? "ok" : `question ${n}`);
      bench.superoffice.write(superofficeTicket, n % 5 === 0 ? "ok" : `answer ${n}`);
    }
    await bench.quiet();
    bench.requestor.write(requestorTicket, "ok");
    bench.superoffice.write(superofficeTicket, "ok");
    await bench.quiet();
    expect(bench.words("requestor")).toHaveLength(61);
    expect(bench.words("superoffice")).toHaveLength(61);
  });

  it("is not what people do who write the same again and again", async () => {
    for (let n = 0; n < 20; n += 1) {
      bench.superoffice.write(superofficeTicket, "Any news?");
      await bench.clock.pass(15_000);
    }
    bench.requestor.write(requestorTicket, "Any news?");
    await bench.quiet();
    expect(bench.words("requestor")).toHaveLength(20);
    expect(bench.words("superoffice")).toEqual(["Any news?"]);
  });
});
