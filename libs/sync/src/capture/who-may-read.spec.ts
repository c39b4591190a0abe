import { DeliveryError, type Message, type MessageId, type Side } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

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

  describe("where the feed saw its message, which is held", () => {
    let id: MessageId;
    /** How often it was looked for since. */
    let asked: number;
    beforeEach(async () => {
      await bench.engine();
      await bench.quiet();
      bench.requestor.refusal = () =>
        new DeliveryError("It is too large.", { decision: "permanent", fault: "message" });
      id = bench.superoffice.write(superofficeTicket, "one").id;
      await bench.clock.until("held", () => bench.states().includes("held"));
      expect(bench.database.mirrors).toMatchObject([{ seenVersion: null, visibility: "public" }]);
      asked = 0;
      reads((read) => read());
    });
    /** How the helpdesk answers when messages are read. */
    function reads(answer: (read: () => Promise<readonly Message[]>) => Promise<readonly Message[]>): void {
      const { superoffice } = bench;
      const read = superoffice.readMessages.bind(superoffice);
      superoffice.readMessages = (...wanted) => {
        asked += 1;
        return answer(() => read(...wanted));
      };
    }
    const look = async () => {
      await bench.store.hint("superoffice", [superofficeTicket]);
      await bench.clock.pass(20_000);
    };

    it("stays public as long as nothing of it changes, and is read once for that", async () => {
      await look();
      await look();
      expect(await told()).toEqual(["message 1 public"]);
      expect(asked).toBe(1);
      await edit("superoffice", id, { ...internal, changedAt: bench.clock.now() });
      expect(await told()).toEqual(["message 1 null"]);
    });

    it("is told where it became internal before any list showed it (P3)", async () => {
      await edit("superoffice", id, { ...internal, changedAt: bench.clock.now() });
      expect(await told()).toEqual(["message 1 internal"]);
    });

    it("is not known where its message is gone when it is looked for (P3)", async () => {
      reads(async (read) => (await read()).filter((message) => message.id !== id));
      await look();
      expect(await told()).toEqual(["message 1 null"]);
    });

    it("is not known where its message cannot be read, which is tried once (P3, P8)", async () => {
      reads(() => Promise.reject(new DeliveryError("Forbidden.", { decision: "permanent", fault: "message" })));
      await look();
      asked = 0;
      await look();
      expect(await told()).toEqual(["message 1 null"]);
      expect(asked).toBe(0);
    });
  });
});
