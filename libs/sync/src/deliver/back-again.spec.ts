import { describe, expect, it } from "vitest";

import { type Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;
linkedBench((each) => (bench = each));

/** The bridge's account in Requestor is no operator until it is asked for: it sees no private messages. */
function demote(): () => void {
  const { requestor } = bench;
  const own = requestor as unknown as { visible: () => readonly { visibility: string }[] };
  const visible = own.visible.bind(requestor);
  const describes = (canWriteInternal: boolean) => () => Promise.resolve({ id: "1", name: "bridge", canWriteInternal });
  own.visible = () => visible().filter(({ visibility }) => visibility === "public");
  requestor.describeAccount = describes(false);
  return () => {
    own.visible = visible;
    requestor.describeAccount = describes(true);
  };
}
const down = (attempts: number) => Array.from({ length: attempts }, () => "never-left" as const);

describe("a message that waits and cannot be seen for a time", () => {
  it("waits while the bridge's account is no operator, says so, and keeps its order (P1, P4)", async () => {
    await bench.engine();
    bench.superoffice.faults.push(...down(5));
    bench.requestor.write(requestorTicket, "secret", { visibility: "internal" });
    await bench.clock.until("captured", () => bench.states().length > 0);
    bench.requestor.write(requestorTicket, "public");
    const promote = demote();
    await bench.clock.pass(3_600_000);
    expect(bench.words("superoffice")).toEqual([]);
    const lanes = (await bench.store.listLinks({ cursor: null, limit: 1 })).items[0]?.lanes;
    expect(lanes?.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("is no operator any more"));
    promote();
    await bench.clock.pass(7_200_000);
    await bench.quiet();
    expect(bench.words("superoffice")).toEqual(["secret", "public"]);
  });

  it("crosses once it is seen again, if it became private while the account was no operator (P1)", async () => {
    await bench.engine();
    bench.superoffice.faults.push(...down(5));
    const { id } = bench.requestor.write(requestorTicket, "Hello");
    await bench.clock.until("captured", () => bench.states().length > 0);
    const promote = demote();
    bench.requestor.replace(id, { visibility: "internal" });
    await bench.clock.pass(3_600_000);
    expect(bench.last()).toMatchObject({
      state: "skipped",
      reason: expect.stringContaining("became internal") as string,
    });
    promote();
    await bench.clock.pass(7_200_000);
    await bench.quiet();
    expect(bench.words("superoffice")).toEqual(["Hello"]);
    expect(bench.superoffice.mirrorsOn(superofficeTicket)[0]?.visibility).toBe("internal");
  });

  it.each(["mirror", "ignore"] as const)(
    "crosses when it is put back after it was deleted, with EDITS and DELETES=%s, and follows its source (P1)",
    async (policy) => {
      await bench.engine({ policy: { edits: policy, deletes: policy === "ignore" ? "ignore" : "note" } });
      bench.superoffice.faults.push(...down(3));
      const { id } = bench.requestor.write(requestorTicket, "Hello");
      await bench.clock.until("captured", () => bench.states().length > 0);
      bench.requestor.replace(id, { deleted: true });
      await bench.clock.pass(300_000);
      expect(bench.last()).toMatchObject({ state: "skipped" });
      await bench.edit("requestor", id, { deleted: false });
      await bench.clock.pass(7_200_000);
      expect(bench.words("superoffice")).toEqual(["Hello"]);
      await bench.edit("requestor", id, { deleted: true });
      await bench.quiet();
      expect(bench.rows()).toHaveLength(policy === "ignore" ? 1 : 2);
    },
  );

  it("crosses with EDITS=ignore also where no list tells its version, and is read for that no more (P1, P8)", async () => {
    await bench.engine({ policy: { edits: "ignore", deletes: "ignore" } });
    const { superoffice } = bench;
    const list = superoffice.listMessages.bind(superoffice);
    superoffice.listMessages = async (ticketId) => {
      const listing = await list(ticketId);
      return listing && { ...listing, messages: listing.messages.map((stub) => ({ ...stub, version: null })) };
    };
    bench.requestor.faults.push(...down(3));
    const { id } = superoffice.write(superofficeTicket, "Hello");
    await bench.clock.until("captured", () => bench.states().length > 0);
    superoffice.replace(id, { deleted: true });
    await bench.clock.pass(300_000);
    expect(bench.last()).toMatchObject({ state: "skipped" });
    superoffice.replace(id, { deleted: false });
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["Hello"]);
    let reads = 0;
    const read = superoffice.readMessages.bind(superoffice);
    superoffice.readMessages = (...asked) => {
      reads += 1;
      return read(...asked);
    };
    await bench.store.hint("superoffice", [superofficeTicket]);
    await bench.clock.pass(20_000);
    expect(reads).toBe(0);
  });
});
