import { DeliveryError, type MessageId } from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import type { Store } from "../ports/store.ts";
import { PublicWrites } from "../public-writes.ts";
import { Bench, requestorTicket, superofficeTicket, text } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

/** Long enough for the links to be compared again. */
const auditedAgainMs = 17 * 60_000;

describe("an internal message that is published on the other side", () => {
  let bench: Bench;
  let id: MessageId;

  linkedBench((each) => (bench = each));

  beforeEach(async () => {
    await bench.engine();
    ({ id } = bench.superoffice.write(superofficeTicket, "secret", { visibility: "internal" }));
    await bench.quiet();
  });

  const alarms = async () => (await bench.store.standingAlarms()).length;
  const refuse = (status: number, fault: "ticket" | "message") => {
    const create = bench.requestor.createMessage.bind(bench.requestor);
    bench.requestor.createMessage = () =>
      Promise.reject(new DeliveryError("It is refused.", { decision: "permanent", fault, status }));
    return () => (bench.requestor.createMessage = create);
  };

  function publish(): void {
    const [mirror] = bench.requestor.mirrorsOn(requestorTicket);
    if (mirror === undefined) throw new Error("It has no mirror.");
    bench.requestor.replace(mirror.id, { visibility: "public", changedAt: bench.clock.now() });
  }

  it("raises the alarm although an edit of it was taken back before it crossed", async () => {
    await bench.store.setPaused("requestor", true);
    await bench.clock.pass(60_000);
    bench.superoffice.replace(id, { changedAt: bench.clock.now(), ...text("secret, edited") });
    await bench.clock.pass(60_000);
    bench.superoffice.replace(id, { changedAt: bench.clock.now(), ...text("secret") });
    await bench.clock.pass(60_000);
    await bench.store.setPaused("requestor", false);
    await bench.quiet();
    publish();
    await bench.clock.pass(auditedAgainMs * 2);
    expect(await alarms()).toBe(1);
  });

  it("raises the alarm although an edit of it is held for another reason", async () => {
    const accept = refuse(413, "message");
    await bench.edit("superoffice", id, text("secret, edited"));
    await bench.quiet();
    accept();
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 held"]);
    publish();
    await bench.clock.pass(auditedAgainMs * 3);
    expect(await alarms()).toBe(1);
  });

  it("raises the alarm although an edit of it waits in a lane that is stopped", async () => {
    refuse(403, "ticket");
    await bench.edit("superoffice", id, text("secret, edited"));
    await bench.clock.pass(60_000);
    expect(bench.rows()).toEqual(["message 1 mirrored", "edit 2 pending"]);
    publish();
    await bench.clock.pass(auditedAgainMs * 4);
    expect(await alarms()).toBe(1);
  });

  it("raises the alarm although its source was deleted meanwhile", async () => {
    publish();
    bench.superoffice.stored.splice(0);
    await bench.clock.pass(auditedAgainMs * 3);
    expect(await alarms()).toBe(1);
  });

  it.each([
    ["before", true],
    ["after", false],
  ])("raises the alarm when that came %s a restored database found the mirror again", async (_when, before) => {
    await bench.stop();
    bench.database.mirrors.splice(0);
    if (before) publish();
    await bench.engine();
    await bench.quiet();
    if (!before) publish();
    await bench.clock.pass(auditedAgainMs * 3);
    expect(await alarms()).toBe(1);
  });

  it("stops nothing again that a person has acknowledged when its source is edited", async () => {
    publish();
    await bench.clock.pass(auditedAgainMs * 2);
    expect(await bench.acknowledge("Jane")).toBe(1);
    const accept = refuse(403, "ticket");
    await bench.edit("superoffice", id, text("secret, edited"));
    await bench.clock.pass(auditedAgainMs * 2);
    accept();
    await bench.clock.pass(auditedAgainMs * 4);
    expect(bench.database.alarms).toHaveLength(1);
    expect(await alarms()).toBe(0);
  });

  it("is told within minutes although the database was away as that was to be stored", async () => {
    await bench.stop();
    const { store: whole } = bench;
    let failed = false;
    const store: Store = {
      ...whole,
      recordLeaks: (...given) => {
        if (failed || given[1].length === 0) return whole.recordLeaks(...given);
        failed = true;
        return Promise.reject(new Error("The database does not answer."));
      },
    };
    await bench.engine({ store });
    publish();
    await bench.clock.pass(auditedAgainMs + 5 * 60_000);
    expect(failed).toBe(true);
    expect(await alarms()).toBe(1);
  });
});

describe("the stop of public writes", () => {
  it("is not undone by an answer to what was asked before it", async () => {
    const answer = Promise.withResolvers<[]>();
    const log = { log: () => undefined, delivered: () => undefined };
    const writes = new PublicWrites({ store: { standingAlarms: () => answer.promise }, log });
    const refreshing = writes.refresh();
    writes.stop();
    answer.resolve([]);
    await refreshing;
    expect(writes.areStopped).toBe(true);
  });
});

describe("the figure of parity", () => {
  it("counts what waits behind a stopped lane as missing", async () => {
    const bench = new Bench();
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    bench.requestor.createMessage = () =>
      Promise.reject(new DeliveryError("Not allowed here.", { decision: "permanent", fault: "ticket", status: 403 }));
    for (let n = 0; n < 9; n += 1) bench.superoffice.write(superofficeTicket, `later ${n}`);
    await bench.clock.pass(3 * 60 * 60_000);
    expect(await bench.store.auditTotals()).toMatchObject({ should: 10, agree: 1, waiting: 0 });
    await bench.stop();
  });

  it("counts what stands on a ticket that is gone as not agreeing", async () => {
    const bench = new Bench();
    await bench.link();
    await bench.engine();
    bench.superoffice.write(superofficeTicket, "one");
    await bench.quiet();
    await bench.clock.pass(auditedAgainMs);
    bench.requestor.missing.add(requestorTicket);
    await bench.clock.pass(6 * 60 * 60_000);
    expect(await bench.store.auditTotals()).toMatchObject({ links: 1, troubled: 1, should: 1, agree: 0 });
    await bench.stop();
  });
});
