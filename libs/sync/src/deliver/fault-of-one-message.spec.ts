import {
  DeliveryError,
  type DeliveryErrorDetails,
  type MessageId,
  type Side,
  type TicketId,
} from "@ticket-bridge/helpdesk";
import { beforeEach, describe, expect, it } from "vitest";

import { adoptTarget } from "../steer/adopt-target.ts";
import { linkTickets } from "../steer/link-tickets.ts";
import { Bench, requestorTicket, superofficeTicket, text, ticketOf } from "../testing/bench.ts";
import { linkedBench } from "../testing/linked-bench.ts";

const otherTicket = { superoffice: "735" as TicketId, requestor: "48" as TicketId };

const kinds: [string, DeliveryErrorDetails][] = [
  ["a server error in its own words", { decision: "uncertain", fault: "side", status: 500, ownErrorBody: true }],
  ["a firewall's page", { decision: "retryable", fault: "side", status: 403, ownErrorBody: false }],
];

describe.each(kinds)("a message that always meets %s", (_kind, details) => {
  let bench: Bench;
  const failure = new DeliveryError(`Requestor answered ${details.status ?? 0} to POST Tickets/NewMessage`, details);

  linkedBench((each) => (bench = each));

  beforeEach(async () => {
    const helpdesks = { superoffice: bench.superoffice, requestor: bench.requestor };
    await linkTickets(
      { store: bench.store, helpdesks },
      { superofficeTicketId: otherTicket.superoffice, requestorTicketId: otherTicket.requestor, from: "now" },
    );
  });

  function refuse(word: string): void {
    bench.requestor.refusal = ({ content }) => (content.text.includes(word) ? failure : null);
  }

  /** What became of the first message on the ticket of the suspect. */
  const suspect = () => bench.database.mirrors.find(({ sourceTicketId }) => sourceTicketId === superofficeTicket);

  const others = () => bench.requestor.mirrorsOn(otherTicket.requestor).length;

  /** Somebody writes on the other ticket every half minute. */
  async function goOn(minutes: number): Promise<void> {
    for (let n = 0; n < minutes * 2; n += 1) {
      bench.superoffice.write(otherTicket.superoffice, `other ${n}`);
      await bench.clock.pass(30_000);
    }
  }

  it("is held with the status and what to do, while others pass without a wait, and its lane goes on", async () => {
    await bench.engine();
    refuse("odd");
    bench.superoffice.write(superofficeTicket, "odd");
    bench.superoffice.write(superofficeTicket, "behind it");
    await bench.clock.pass(30_000);
    for (let n = 0; n < 30; n += 1) {
      const before = others();
      bench.superoffice.write(otherTicket.superoffice, `other ${n}`);
      await bench.clock.until("the other passes", () => others() === before + 1, 12_000);
      await bench.clock.pass(20_000);
    }
    await bench.quiet();
    const mirror = suspect();
    expect(mirror?.state).toBe("held");
    expect(mirror?.reason).toMatch(new RegExp(`answered ${details.status ?? 0} .*5 times.*retry; or skip it`));
    expect(bench.words("requestor")).toEqual(["behind it"]);
    expect((await bench.store.sideStandings())[1]?.trouble ?? null).toBeNull();
  });

  it("is held also when every process lives for one failure only", async () => {
    refuse("odd");
    bench.superoffice.write(superofficeTicket, "odd");
    for (let n = 0; n < 8; n += 1) {
      const engine = await bench.engine();
      bench.superoffice.write(otherTicket.superoffice, `other ${n}`);
      await bench.clock.pass(130_000);
      const stopping = engine.stop();
      await bench.clock.pass(10_000);
      await stopping;
    }
    expect(suspect()?.state).toBe("held");
  });

  it("is never held while nothing else passes (P1)", async () => {
    await bench.engine();
    bench.requestor.refusal = () => failure;
    bench.superoffice.write(superofficeTicket, "first");
    await goOn(60);
    expect(new Set(bench.states())).not.toContain("held");
    expect((await bench.store.sideStandings())[1]?.trouble).toBe(failure.message);
    bench.requestor.refusal = () => null;
    await bench.quiet();
    expect(new Set(bench.states())).toEqual(new Set(["mirrored"]));
  });

  it("is not held for an outage that began after others had passed: only passes between its failures count", async () => {
    await bench.engine();
    refuse("odd");
    bench.superoffice.write(superofficeTicket, "odd");
    await bench.clock.until("it failed", () => (suspect()?.suspicions ?? 0) === 1);
    await goOn(1);
    expect(others()).toBeGreaterThan(0);
    bench.requestor.refusal = () => failure;
    await goOn(60);
    expect(new Set(bench.states())).not.toContain("held");
    bench.requestor.refusal = () => null;
    await bench.quiet();
    expect(bench.states()).not.toContain("held");
  });

  it("is not held while others are only refused, which is no pass", async () => {
    await bench.engine();
    const refused = new DeliveryError("Requestor answered 400", { decision: "permanent", fault: "message" });
    bench.requestor.refusal = ({ content }) => (content.text.includes("odd") ? failure : refused);
    bench.superoffice.write(superofficeTicket, "odd");
    await goOn(60);
    expect(suspect()?.state).not.toBe("held");
  });

  it("is retried for ever while it is the only one", async () => {
    await bench.engine();
    refuse("odd");
    bench.superoffice.write(superofficeTicket, "odd");
    await bench.clock.pass(2 * 60 * 60_000);
    expect(bench.states()).not.toContain("held");
    bench.requestor.refusal = () => null;
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["odd"]);
  });

  it("is tried as often again when a person retries it", async () => {
    await bench.engine();
    refuse("odd");
    bench.superoffice.write(superofficeTicket, "odd");
    await goOn(20);
    const mirror = suspect();
    expect(mirror?.state).toBe("held");
    bench.requestor.refusal = () => null;
    await bench.store.retryMirror(mirror?.id ?? "");
    await bench.quiet();
    expect(bench.words("requestor")).toEqual(["odd"]);
  });

  /** One that the bridge may not change: there it cannot hide, or a person named his own message as the mirror. */
  async function mirrorOf(side: Side, id: MessageId): Promise<MessageId | undefined> {
    const target = side === "superoffice" ? bench.requestor : bench.superoffice;
    if (side === "superoffice") return target.mirrorsOn(ticketOf[target.side])[0]?.id;
    const parts = { store: bench.store, helpdesks: { superoffice: bench.superoffice, requestor: bench.requestor } };
    target.faults.length = 0;
    const own = target.write(ticketOf[target.side], "written by hand", { visibility: "public" });
    const row = bench.database.mirrors.find(({ sourceMessageId }) => sourceMessageId === id);
    expect(await adoptTarget(parts, row?.id ?? "", own.id)).toMatchObject({ outcome: "done" });
    return own.id;
  }

  it.each(["superoffice", "requestor"] as const)(
    "is held with what customers still read where it is an edit in %s that hides it before its next try (P3)",
    async (side) => {
      const target = side === "superoffice" ? bench.requestor : bench.superoffice;
      await bench.engine();
      if (side === "requestor") target.faults.push("refused");
      const { id } = bench[side].write(ticketOf[side], "one");
      await bench.quiet();
      const mirror = await mirrorOf(side, id);
      target.refusal = ({ content }) => (content.text.includes("odd") ? failure : null);
      await bench.edit(side, id, text("odd"));
      const edit = () => bench.database.mirrors.find(({ kind }) => kind === "edit");
      for (let n = 0; n < 60 && edit()?.suspicions !== 5; n += 1) {
        bench[side].write(otherTicket[side], `other ${n}`);
        await bench.clock.pass(20_000);
      }
      expect(edit()).toMatchObject({
        state: details.decision === "uncertain" ? "uncertain" : "pending",
        suspicions: 5,
      });
      await bench.edit(side, id, { visibility: "internal" });
      await bench.clock.pass(180_000);
      await bench.quiet();
      const told = new RegExp(
        `^It was public and became internal.*customers can still read message ${mirror}.*5 times`,
      );
      expect(edit()).toMatchObject({ state: "held", reason: expect.stringMatching(told) as string });
      target.replace(mirror as MessageId, { visibility: "internal" });
      await bench.store.skipMirror(edit()?.id ?? "", "Hidden by hand.");
      const { length } = bench.database.mirrors;
      await bench.clock.pass(3_600_000);
      expect(bench.database.mirrors, "what a person settled is asked for no more").toHaveLength(length);
    },
  );
});

describe.each(["superoffice", "requestor"] as const)("a mirror of %s that is refused to be read", (side) => {
  let bench: Bench;
  let id: MessageId;
  const other: Side = side === "requestor" ? "superoffice" : "requestor";
  const refusal = new DeliveryError("It answered 400.", { decision: "permanent", fault: "message" });

  linkedBench((each) => (bench = each));

  async function begin(visibility: "public" | "internal"): Promise<void> {
    await bench.engine();
    ({ id } = bench[side].write(ticketOf[side], "one", { visibility }));
    await bench.quiet();
  }

  /** The message behind it crosses, and is no part of what waits. */
  async function expectOnlyItIsHeld(): Promise<void> {
    bench[side].write(ticketOf[side], "behind it");
    await bench.clock.pass(180_000);
    await bench.quiet();
    expect(bench.words(other).at(-1)).toBe("behind it");
    const held = bench.database.mirrors.filter(({ state }) => state === "held");
    expect(held).toMatchObject([{ reason: refusal.message }]);
  }
  const refuseReading = () => Object.assign(bench[other], { readMessages: () => Promise.reject(refusal) });

  it("holds an edit of new words, and its lane goes on (P4)", async () => {
    await begin("public");
    refuseReading();
    await bench.edit(side, id, text("two"));
    await expectOnlyItIsHeld();
    const { length } = bench.database.mirrors;
    await bench.edit(side, id, {});
    await bench.quiet();
    expect(bench.database.mirrors, "what did not change since is not tried again").toHaveLength(length);
    expect(bench.rows()).toContain("edit 2 held");
  });

  it("holds what became public, and its lane goes on (P4)", async () => {
    await begin("internal");
    refuseReading();
    await bench.edit(side, id, { visibility: "public" });
    await expectOnlyItIsHeld();
  });

  it("holds what is public again, and its lane goes on (P4)", async () => {
    await begin("public");
    if (other === "superoffice") bench[other].faults.push("refused");
    await bench.edit(side, id, { visibility: "internal" });
    await bench.quiet();
    refuseReading();
    await bench.edit(side, id, { visibility: "public" });
    await expectOnlyItIsHeld();
  });

  it("is settled where its message became internal and a person hides it and skips that", async () => {
    await begin("public");
    refuseReading();
    await bench.edit(side, id, { ...text("secret"), visibility: "internal" });
    await bench.quiet();
    const told = expect.stringMatching(/customers can still read/) as string;
    expect(bench.last()).toMatchObject({ state: "held", reason: told });
    Reflect.deleteProperty(bench[other], "readMessages");
    const mirror = bench[other].mirrorsOn(ticketOf[other])[0]?.id as MessageId;
    bench[other].replace(mirror, { visibility: "internal" });
    await bench.store.skipMirror(bench.last()?.id ?? "", "Hidden by hand.");
    const { length } = bench.database.mirrors;
    await bench.clock.pass(3_600_000);
    expect(bench.database.mirrors).toHaveLength(length);
  });

  it("holds an edit whose answer was lost once it can appear no more, and its lane goes on (P4)", async () => {
    await begin("public");
    bench[other].faults.push("server-error-before-commit");
    await bench.edit(side, id, text("two"));
    await bench.clock.until("it was tried", () => bench[other].faults.length === 0);
    refuseReading();
    await expectOnlyItIsHeld();
  });
});

it("shows a side as working again when a lost answer was found on it", async () => {
  const bench = new Bench();
  await bench.link();
  await bench.engine();
  bench.requestor.faults.push("answer-lost");
  bench.superoffice.write(superofficeTicket, "lost answer");
  await bench.clock.until("it is mirrored", () => bench.states().includes("mirrored"));
  await bench.clock.pass(0);
  expect((await bench.store.sideStandings())[1]).toMatchObject({ trouble: null });
  expect(bench.requestor.mirrorsOn(requestorTicket)).toHaveLength(1);
  await bench.stop();
});
