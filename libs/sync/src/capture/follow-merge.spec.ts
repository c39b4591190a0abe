import type { TicketId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";

const master = "900" as TicketId;
let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});

afterEach(async () => {
  await bench.stop();
});

/** A person merges the linked ticket into another one: its messages move, the ticket stays as a pointer. */
function merge(into: TicketId = master): void {
  bench.superoffice.open(superofficeTicket, { shown: { state: "merged", mergedInto: into } });
  for (const { message } of [...bench.superoffice.stored]) {
    if (message.ticketId === superofficeTicket) bench.superoffice.replace(message.id, { ticketId: into });
  }
}

const words = (side: "superoffice" | "requestor", id: TicketId) =>
  bench[side].stored.flatMap(({ message }) =>
    message.ticketId === id ? [message.content.text.split("\n").at(-1)] : [],
  );

async function link() {
  return (await bench.store.listLinks({ cursor: null, limit: 10 })).items.at(-1);
}

describe("a linked ticket that was merged into another", () => {
  it("goes on there both ways, and what moved along does not cross again (P1, P2)", async () => {
    const engine = await bench.engine();
    await bench.link();
    bench.superoffice.write(master, "the master's past");
    bench.superoffice.write(superofficeTicket, "one");
    bench.requestor.write(requestorTicket, "two");
    await bench.quiet();
    merge();
    await engine.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(20_000);
    expect(await link()).toMatchObject({ superofficeTicketId: master, paused: false });
    bench.superoffice.write(master, "three");
    bench.requestor.write(requestorTicket, "four");
    await bench.quiet();
    expect(words("requestor", requestorTicket).sort()).toEqual(["four", "one", "three", "two"]);
    expect(words("superoffice", master)).toEqual(["the master's past", "one", "two", "three", "four"]);
    expect(bench.states().every((state) => state === "mirrored" || state === "skipped")).toBe(true);
  });

  it("takes along what was written but not seen before the merge", async () => {
    const engine = await bench.engine();
    await bench.link();
    bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.superoffice.write(superofficeTicket, "two");
    merge();
    await engine.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(words("requestor", requestorTicket)).toEqual(["one", "two"]);
  });

  it("is followed over several merges", async () => {
    const engine = await bench.engine();
    await bench.link();
    bench.superoffice.open(master, { shown: { state: "merged", mergedInto: "901" as TicketId } });
    merge();
    await engine.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(20_000);
    expect(await link()).toMatchObject({ superofficeTicketId: "901" });
  });

  it("waits for a person where that ticket has a link of its own, who is told what to do", async () => {
    const engine = await bench.engine();
    await bench.link();
    const other = await bench.store.createLink({
      superofficeTicketId: master,
      requestorTicketId: "48" as TicketId,
      superofficeTitle: "",
      requestorTitle: "",
      requestorRef: null,
      present: { superoffice: [], requestor: [] },
    });
    merge();
    await engine.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(20_000);
    const waiting = await link();
    expect(waiting).toMatchObject({ superofficeTicketId: superofficeTicket, paused: true });
    expect(waiting?.lanes[0]?.reason).toMatch(
      /^Ticket 734 in SuperOffice was merged into ticket 900, which has a link/,
    );
    bench.requestor.write(requestorTicket, "nobody would see this");
    await bench.clock.pass(20_000);
    expect(bench.superoffice.stored).toEqual([]);
    await bench.store.removeLink("link" in other ? other.link.id : "", "By hand.");
    await bench.store.setLinkPaused(waiting?.id ?? "", false);
    await bench.quiet();
    expect(words("superoffice", master)).toEqual(["nobody would see this"]);
  });

  it.each([
    ["a ticket that is gone", () => bench.superoffice.missing.add(master), /which does not exist/],
    [
      "a circle",
      () => bench.superoffice.open(master, { shown: { state: "merged", mergedInto: superofficeTicket } }),
      /without end/,
    ],
  ])("into %s shows why nothing comes", async (_what, prepare, reason) => {
    const engine = await bench.engine();
    await bench.link();
    prepare();
    merge();
    await engine.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(20_000);
    expect((await link())?.lanes[0]?.reason).toMatch(reason);
  });
});
