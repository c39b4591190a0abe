import type { Message, MessageId, Side } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { alarmReason } from "../public-writes.ts";
import { Bench, requestorTicket, superofficeTicket } from "../testing/bench.ts";

/** Long enough for the links to be compared again. */
const auditedAgainMs = 17 * 60_000;

describe("the audit", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.stop());

  const change = (side: Side, id: MessageId, to: Partial<Message>) => {
    bench[side].replace(id, { changedAt: bench.clock.now(), ...to });
  };
  const remove = (side: Side, id: MessageId) => {
    const place = bench[side].stored.findIndex(({ message }) => message.id === id);
    bench[side].stored.splice(place, 1);
  };
  const audit = async () => {
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 1 })).items;
    return await bench.store.getAudit(link?.id ?? "");
  };
  const mirrorIn = (side: "superoffice" | "requestor", index = 0) => {
    const ticket = side === "superoffice" ? superofficeTicket : requestorTicket;
    const mirror = bench[side].mirrorsOn(ticket)[index];
    if (mirror === undefined) throw new Error("There is no such mirror.");
    return mirror;
  };

  it("publishes that both sides agree, edits, notes and deletions included", async () => {
    await bench.link();
    await bench.engine();
    const { id: edited } = bench.superoffice.write(superofficeTicket, "before");
    bench.superoffice.write(superofficeTicket, "a note", { visibility: "internal" });
    const { id: gone } = bench.requestor.write(requestorTicket, "to be deleted");
    bench.requestor.write(requestorTicket, "an answer");
    await bench.quiet();
    change("superoffice", edited, { content: { format: "plain", text: "after" } });
    remove("requestor", gone);
    await bench.quiet();
    await bench.clock.pass(auditedAgainMs);
    expect(await audit()).toMatchObject({ should: 3, agree: 3, waiting: 0, findings: [], trouble: null });
    expect(await bench.store.standingAlarms()).toEqual([]);
  });

  it("stops public messages, and only these, when somebody publishes an internal mirror", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    change("requestor", mirrorIn("requestor").id, { visibility: "public" });
    await bench.clock.pass(auditedAgainMs);
    expect(await bench.store.standingAlarms()).toHaveLength(1);
    expect(await audit()).toMatchObject({ should: 1, agree: 0, findings: [{ class: "differs", leak: true }] });

    bench.superoffice.write(superofficeTicket, "another note", { visibility: "internal" });
    bench.superoffice.write(superofficeTicket, "public");
    bench.superoffice.write(superofficeTicket, "a note behind it", { visibility: "internal" });
    bench.requestor.write(requestorTicket, "public the other way");
    await bench.clock.pass(5 * 60_000);
    expect(bench.words("requestor")).toEqual(["a note", "another note"]);
    expect(bench.words("superoffice")).toEqual([]);
    const [link] = (await bench.store.listLinks({ cursor: null, limit: 1 })).items;
    expect(link?.lanes.map(({ reason }) => reason)).toEqual([alarmReason, alarmReason]);

    await bench.acknowledge("Jane");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["a note", "another note", "public", "a note behind it"]);
    expect(bench.words("superoffice")).toEqual(["public the other way"]);
    await bench.clock.pass(auditedAgainMs);
    expect(await bench.store.standingAlarms()).toEqual([]);
  });

  it("lets no other process write what is public, nor one that is started later", async () => {
    await bench.link();
    await bench.engine();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    const rows = (await bench.store.linkMap("1"))?.rows ?? [];
    await bench.store.recordLeaks("1", [{ mirrorId: rows[0]?.mirrorId ?? "", reason: "It is public." }]);
    bench.superoffice.write(superofficeTicket, "public");
    await bench.clock.pass(60_000);
    await bench.stop();
    await bench.engine();
    await bench.clock.pass(5 * 60_000);
    expect(bench.words("requestor")).toEqual(["a note"]);
  });

  it("writes nothing public whose turn to be sent comes after the alarm", async () => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "a note", { visibility: "internal" });
    await bench.quiet();
    const rows = (await bench.store.linkMap("1"))?.rows ?? [];
    const create = bench.requestor.createMessage.bind(bench.requestor);
    bench.requestor.createMessage = async (...given) => {
      bench.requestor.createMessage = create;
      await bench.store.recordLeaks("1", [{ mirrorId: rows[0]?.mirrorId ?? "", reason: "It is public." }]);
      // It waits for its turn in the budget.
      await bench.clock.sleep(1_000);
      return await create(...given);
    };
    bench.superoffice.write(superofficeTicket, "public");
    await bench.clock.pass(60_000);
    expect(bench.words("requestor")).toEqual(["a note"]);
    await bench.acknowledge("Jane");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["a note", "public"]);
  });

  it("raises no alarm where a held row tells that a message became internal", async () => {
    await bench.link();
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "said too much");
    await bench.quiet();
    change("superoffice", id, { visibility: "internal" });
    await bench.quiet();
    expect(bench.states()).toContain("held");
    await bench.clock.pass(auditedAgainMs);
    expect(await bench.store.standingAlarms()).toEqual([]);
    expect(await audit()).toMatchObject({ should: 1, agree: 0, findings: [{ class: "error", told: true }] });
    const held = bench.database.mirrors.find(({ state }) => state === "held");
    await bench.store.skipMirror(held?.id ?? "", "The customer knows.");
    await bench.clock.pass(auditedAgainMs);
    expect(await bench.store.standingAlarms()).toEqual([]);
    expect(await audit()).toMatchObject({ should: 1, agree: 1, findings: [] });
  });

  it("captures a change that no version told of", async () => {
    await bench.link();
    await bench.engine();
    const { id } = bench.superoffice.write(superofficeTicket, "before");
    await bench.quiet();
    // Its time of change stays, which is all that a listing of SuperOffice tells.
    bench.superoffice.replace(id, { content: { format: "plain", text: "after" } });
    await bench.clock.pass(auditedAgainMs);
    await bench.quiet();
    expect(bench.words("requestor").at(-1)).toBe("after");
    await bench.clock.pass(auditedAgainMs);
    expect(await audit()).toMatchObject({ should: 1, agree: 1, findings: [] });
  });

  it("takes no more than a twentieth of what each helpdesk allows", async () => {
    const claims: number[] = [];
    const claim = bench.store.claimAudit.bind(bench.store);
    // As if there were always another link to be compared.
    bench.store.claimAudit = (options) => {
      claims.push(bench.clock.monotonic());
      return claim({ ...options, notWithinMs: 0 });
    };
    await bench.link();
    await bench.engine();
    for (let n = 0; n < 45; n += 1) bench.superoffice.write(superofficeTicket, `message ${n}`);
    await bench.quiet();
    const calls = { superoffice: 0, requestor: 0 };
    for (const side of ["superoffice", "requestor"] as const) {
      for (const name of ["listMessages", "readMessages"] as const) {
        const call = bench[side][name].bind(bench[side]) as (...given: unknown[]) => Promise<unknown>;
        bench[side][name] = (...given: unknown[]) => {
          calls[side] += 1;
          return call(...given) as never;
        };
      }
    }
    const minutes = 60;
    await bench.clock.pass(minutes * 60_000);
    // Five calls a second are allowed; besides the audit SuperOffice's ticket is read whole once an hour.
    expect(calls.superoffice).toBeLessThanOrEqual(minutes * 60 * 5 * 0.05 + 2);
    expect(calls.superoffice).toBeGreaterThan(minutes * 60 * 5 * 0.05 * 0.8);
    expect(claims.length).toBeGreaterThan(100);
  });

  it.each([
    ["changed", (id: MessageId) => change("requestor", id, { content: { format: "plain", text: "by hand" } })],
    ["removed", (id: MessageId) => remove("requestor", id)],
  ] as const)("tells of a mirror that somebody %s", async (_what, act) => {
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "as it was");
    await bench.quiet();
    act(mirrorIn("requestor").id);
    await bench.clock.pass(auditedAgainMs);
    expect(await audit()).toMatchObject({ should: 1, agree: 0, findings: [{ told: false, leak: false }] });
  });
});
