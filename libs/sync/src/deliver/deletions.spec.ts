import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Bench, requestorTicket, superofficeTicket, ticketOf } from "../testing/bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = new Bench();
  await bench.link();
});

afterEach(async () => {
  await bench.stop();
});

describe("a deletion", () => {
  it.each(["superoffice", "requestor"] as const)("in %s is an internal note that names the mirror", async (side) => {
    await bench.engine();
    const other = side === "superoffice" ? "requestor" : "superoffice";
    const { id } = bench[side].write(ticketOf[side], "one");
    await bench.quiet();
    if (side === "requestor") bench.requestor.replace(id, { deleted: true });
    else bench.superoffice.stored.splice(0, 1);
    await bench.store.hint(side, [ticketOf[side]]);
    await bench.quiet();
    const [mirror, note] = bench[other].mirrorsOn(ticketOf[other]);
    expect(note).toMatchObject({ visibility: "internal" });
    expect(note?.content.text).toContain(`Message ${mirror?.id} is the mirror of message ${id} in`);
    expect(bench.rows()).toEqual(["message 1 mirrored", "deletion 2 mirrored"]);
    await bench.store.hint(side, [ticketOf[side]]);
    await bench.quiet();
    expect(bench[other].mirrorsOn(ticketOf[other])).toHaveLength(2);
  });

  it("is not told of a message that only moved to another ticket", async () => {
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    const [stored] = bench.superoffice.stored;
    if (stored === undefined) throw new Error("It was not stored.");
    const moved = { ...stored.message, ticketId: "999" as typeof superofficeTicket };
    bench.superoffice.stored.splice(0, 1);
    bench.superoffice.readMessages = () => Promise.resolve([moved]);
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
    expect(await bench.store.lookAt("superoffice", superofficeTicket, [])).toMatchObject({ gone: [] });
    expect(id).toBe(moved.id);
  });

  it("is not believed of an account that may see public messages only", async () => {
    await bench.engine();
    bench.requestor.write(requestorTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    bench.requestor.describeAccount = () => Promise.resolve({ id: "1", name: "bridge", canWriteInternal: false });
    bench.requestor.stored.splice(0, 1);
    await bench.store.hint("requestor", [requestorTicket]);
    await bench.quiet();
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
  });

  it("is not told where DELETES says ignore", async () => {
    await bench.engine({ policy: { deletes: "ignore" } });
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await bench.edit("requestor", id, { deleted: true });
    await bench.quiet();
    expect(bench.saidOn("superoffice")).toHaveLength(1);
    expect(bench.rows()).toEqual(["message 1 mirrored"]);
  });

  it("is held where the target ticket cannot hold an internal note", async () => {
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.canHoldInternal = false;
    bench.superoffice.stored.splice(0, 1);
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.last()).toMatchObject({ kind: "deletion", state: "held" });
    expect(bench.saidOn("requestor")).toHaveLength(1);
  });
});
