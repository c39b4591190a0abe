import { DeliveryError, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { describe, expect, it } from "vitest";

import { requestorTicket, superofficeTicket, text, type Bench } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

let bench: Bench;

linkedBench((each) => (bench = each));

/** A person edits, and the bridge is told of it. */
async function edit(side: Side, id: MessageId, change: Partial<Message>): Promise<void> {
  await bench.edit(side, id, change);
  await bench.quiet();
}

/** Of every row, the oldest first. */
async function told(): Promise<readonly string[]> {
  const everything = { state: null, linkId: null, side: null };
  const { items } = await bench.store.listMirrors(everything, { cursor: null, limit: 50 });
  return items.map(({ kind, revision, visibility }) => `${kind} ${revision} ${visibility}`).reverse();
}

const internal = { visibility: "internal" } as const;

describe("who may read a source", () => {
  it("is told as internal where that became so while its copy was on its way", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    let noted: readonly string[] = [];
    bench.superoffice.afterCommit = async () => {
      bench.superoffice.afterCommit = () => Promise.resolve();
      await bench.edit("requestor", id, { ...internal, ...text("secret") });
      await bench.clock.sleep(3_000);
      noted = await told();
    };
    await bench.quiet();
    expect(noted[0]).toBe("message 1 internal");
    expect(await told()).toEqual(["message 1 internal", "edit 2 internal"]);
  });

  it("is the same for all its rows, whenever it became another", async () => {
    await bench.engine();
    const { id } = bench.requestor.write(requestorTicket, "one");
    await bench.quiet();
    await edit("requestor", id, text("two"));
    expect(await told()).toEqual(["message 1 public", "edit 2 public"]);
    await edit("requestor", id, { ...internal, ...text("secret") });
    expect(await told()).toEqual(["message 1 internal", "edit 2 internal", "edit 3 internal"]);
    await edit("requestor", id, { visibility: "public", ...text("four") });
    expect(new Set((await told()).map((row) => row.split(" ")[2]))).toEqual(new Set(["public"]));
  });

  it.each([
    ["edits", { edits: "ignore" }],
    ["neither edits nor deletions", { edits: "ignore", deletes: "ignore" }],
  ] as const)("is followed where %s are carried", async (_what, policy) => {
    await bench.engine({ policy });
    const [inSuperOffice, inRequestor] = [
      bench.superoffice.write(superofficeTicket, "one").id,
      bench.requestor.write(requestorTicket, "other").id,
    ];
    await bench.quiet();
    expect(await told()).toEqual(["message 1 public", "message 1 public"]);
    await edit("superoffice", inSuperOffice, { ...internal, changedAt: bench.clock.now() });
    await edit("requestor", inRequestor, internal);
    expect(await told()).toEqual(["message 1 internal", "message 1 internal"]);
    expect(bench.saidOn("superoffice")).toEqual(["other"]);
  });

  it("is public no more where it changed while its message was held", async () => {
    await bench.engine();
    const refused = () => new DeliveryError("It is too large.", { decision: "permanent", fault: "message" });
    bench.superoffice.refusal = refused;
    bench.requestor.refusal = refused;
    const { id } = bench.requestor.write(requestorTicket, "one");
    const inSuperOffice = bench.superoffice.write(superofficeTicket, "other").id;
    await bench.quiet();
    await edit("requestor", id, text("two"));
    expect([...(await told())].sort()).toEqual(["message 1 public", "message 1 public"]);
    await edit("requestor", id, internal);
    await edit("superoffice", inSuperOffice, { ...internal, changedAt: bench.clock.now() });
    expect([...(await told())].sort()).toEqual(["message 1 internal", "message 1 null"]);
    expect(bench.states()).toEqual(["held", "held"]);
  });
});
