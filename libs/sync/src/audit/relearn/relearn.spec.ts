import { DeliveryError, sides, type Message, type MessageId, type Side, type TicketId } from "@ticket-bridge/helpdesk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { BackfillStoppedError, HelpdeskUnavailableError, RunStoppedError } from "../../backfill/errors.ts";
import type { Store } from "../../ports/store.ts";
import { linkTickets } from "../../steer/link-tickets.ts";
import { Bench } from "../../testing/bench.ts";
import { memoryStore } from "../../testing/memory-store/memory-store.ts";
import { MemoryDatabase } from "../../testing/memory-store/state.ts";
import { relearn } from "./relearn.ts";
import type { RelearnedTicket, RelearnOptions, RelearnPair, RelearnProgress, RelearnTotals } from "./words.ts";

const pairs: readonly RelearnPair[] = Array.from({ length: 10 }, (_, place) => ({
  superoffice: String(700 + place) as TicketId,
  requestor: String(40 + place) as TicketId,
}));
const [first, second] = pairs as readonly [RelearnPair, RelearnPair];

let bench: Bench;

beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.stop());

const helpdesks = () => ({ superoffice: bench.superoffice, requestor: bench.requestor });

async function link({ superoffice, requestor }: RelearnPair): Promise<void> {
  const request = { superofficeTicketId: superoffice, requestorTicketId: requestor, from: "now" } as const;
  await linkTickets({ store: bench.store, helpdesks: helpdesks() }, request);
}

const emptied = () => new MemoryDatabase(() => bench.clock.now());

async function learn(
  store: Store,
  given: Partial<RelearnOptions> = {},
): Promise<{ readonly results: readonly RelearnedTicket[]; readonly totals: RelearnTotals }> {
  let ids = 0;
  const parts = {
    store,
    helpdesks: helpdesks(),
    identity: { bridgeId: "bridge.test", secret: "a secret for tests" },
    clock: bench.clock,
    random: { next: () => 0.5, id: () => `learned-${(ids += 1)}` },
  };
  const { signal } = new AbortController();
  const options = { pairs: [], apply: true, signal, onProgress: () => undefined, ...given };
  const results: RelearnedTicket[] = [];
  const all = relearn(parts, options);
  for (let next = await all.next(); ; next = await all.next()) {
    if (next.done === true) return { results, totals: next.value };
    results.push(next.value);
  }
}

/** What stands on the other side and can be told from there: an edit in its place has no message of its own. */
function mapOf({ links, mirrors }: MemoryDatabase): readonly string[] {
  const tickets = new Map(links.map((row) => [row.id, `${row.tickets.superoffice}/${row.tickets.requestor}`]));
  const standing = new Map(sides.map((side) => [side, new Set(bench[side].stored.map(({ message }) => message.id))]));
  return mirrors
    .filter(({ state, targetMessageId }) => state === "mirrored" && targetMessageId !== null)
    .map(({ linkId, sourceSide, sourceMessageId, targetMessageId, revision, kind, gone, visibility }) => {
      // Who may read what is gone nobody can tell any more.
      const seen = standing.get(sourceSide)?.has(sourceMessageId) === true ? visibility : "not there";
      return [tickets.get(linkId), sourceSide, sourceMessageId, targetMessageId, revision, kind, gone, seen].join(" ");
    })
    .sort();
}

const change = (side: Side, id: MessageId, text: string) =>
  bench[side].replace(id, { changedAt: bench.clock.now(), content: { format: "plain", text } });

function remove(side: Side, id: MessageId): void {
  const place = bench[side].stored.findIndex(({ message }) => message.id === id);
  bench[side].stored.splice(place, 1);
}

const written = () => bench.superoffice.calls.writes + bench.requestor.calls.writes;

describe("re-learning the id map", () => {
  it("gives of 1,000 linked messages the map as it was before, and nothing is written because of it", async () => {
    for (const pair of pairs) {
      for (const side of sides) bench[side].write(pair[side], "before the link");
      await link(pair);
    }
    await bench.engine();
    const people: Message[] = [];
    for (let round = 0; round < 50; round += 1) {
      for (const pair of pairs) {
        for (const side of sides) {
          const visibility = round % 7 === 0 ? "internal" : "public";
          people.push(bench[side].write(pair[side], `${side} ${round}`, { visibility }));
        }
      }
      if (round % 10 === 9) await bench.quiet();
    }
    people.forEach(({ side, id }, place) => {
      if (place % 20 < 2) change(side, id, `changed ${place}`);
      if (place % 50 === 4 || place % 50 === 5) remove(side, id);
    });
    // No list of SuperOffice's tells of what is gone before its tickets are read whole.
    await bench.store.hint(
      "superoffice",
      pairs.map(({ superoffice }) => superoffice),
    );
    await bench.quiet();
    for (const { side, id } of people.filter((_, place) => place % 40 < 2)) change(side, id, `changed twice ${id}`);
    await bench.quiet();
    const before = mapOf(bench.database);
    expect(people).toHaveLength(1_000);
    expect(before.filter((row) => row.includes(" edit ")).length).toBeGreaterThan(50);
    expect(before.filter((row) => row.includes(" deletion "))).toHaveLength(40);
    await bench.stop();

    const database = emptied();
    const store = memoryStore(database);
    const dry = await learn(store, { apply: false });
    expect([database.links, database.mirrors, database.present.size, database.sides.size]).toEqual([[], [], 0, 0]);
    const wet = await learn(store);
    expect(wet).toEqual(dry);
    expect(wet.totals).toMatchObject({ newLinks: 10, known: 0, onlySource: 20, foreign: 0, mirrors: before.length });
    expect(mapOf(database)).toEqual(before);
    const again = await learn(store);
    expect(again.totals).toMatchObject({ newLinks: 0, mirrors: 0, known: before.length, tickets: { known: 10 } });
    expect(mapOf(database)).toEqual(before);

    const writes = written();
    await bench.engine({ store });
    await bench.clock.pass(25 * 60_000);
    expect(written()).toBe(writes);
    expect(await store.auditTotals()).toMatchObject({ waiting: 0 });
    expect(await store.standingAlarms()).toEqual([]);
    bench.superoffice.write(first.superoffice, "from now on");
    const [edited] = people.filter(({ side, ticketId }) => side === "superoffice" && ticketId === first.superoffice);
    change("superoffice", edited?.id as MessageId, "changed after all");
    await bench.clock.pass(60_000);
    expect(bench.requestor.mirrorsOn(first.requestor).slice(-2).map(lastLine).sort()).toEqual([
      "changed after all",
      "from now on",
    ]);
    expect(written()).toBe(writes + 2);
  }, 60_000);

  it("knows by a person's word alone the tickets whose messages all went to Requestor, and links none without a marker", async () => {
    await link(first);
    await bench.engine();
    bench.superoffice.write(first.superoffice, "only this way");
    await bench.quiet();
    await bench.stop();
    const store = memoryStore(emptied());
    expect((await learn(store)).results).toEqual([]);
    const { results } = await learn(store, { pairs: [first, second] });
    expect(results).toMatchObject([
      { ...first, outcome: "relearned", mirrors: { superoffice: 1, requestor: 0 } },
      { ...second, outcome: "nothing" },
    ]);
    expect(await store.linkOfTicket("superoffice", second.superoffice)).toBeNull();
  });

  it("leaves older messages without a mirror alone, tells of them, and captures the newer ones", async () => {
    await link(first);
    const engine = await bench.engine();
    bench.requestor.write(first.requestor, "the last that crossed");
    bench.superoffice.write(first.superoffice, "lost", { kind: "automatic-reply" });
    bench.superoffice.write(first.superoffice, "mirrored");
    await bench.quiet();
    await engine.stop();
    bench.superoffice.write(first.superoffice, "after the loss");
    const store = memoryStore(emptied());
    const { results } = await learn(store);
    const lost = bench.superoffice.stored.find(({ message }) => message.content.text === "lost");
    expect(results[0]?.onlySource).toEqual({ superoffice: [lost?.message.id], requestor: [] });
    await bench.engine({ store });
    await bench.clock.pass(60_000);
    expect(bench.requestor.mirrorsOn(first.requestor).map(lastLine)).toEqual(["mirrored", "after the loss"]);
  });

  it("reports what contradicts itself, stores nothing of it, and goes on with the others", async () => {
    for (const pair of [first, second]) await link(pair);
    await bench.engine();
    for (const pair of [first, second]) bench.requestor.write(pair.requestor, "hello");
    await bench.quiet();
    await bench.stop();
    const [mirror] = bench.superoffice.mirrorsOn(first.superoffice);
    if (mirror === undefined) throw new Error("It was mirrored.");
    bench.superoffice.write(first.superoffice, "a copy", { marker: mirror.marker });
    const database = emptied();
    const { results, totals } = await learn(memoryStore(database));
    expect(results).toMatchObject([
      { ...first, outcome: "contradiction", reasons: [expect.stringContaining("both carry the marker")] },
      { ...second, outcome: "relearned" },
    ]);
    expect(totals.tickets).toMatchObject({ contradiction: 1, relearned: 1 });
    expect(database.links).toHaveLength(1);

    bench.superoffice.write(second.superoffice, "of another ticket", { marker: mirror.marker });
    const told = await learn(memoryStore(emptied()));
    expect(told.totals.tickets).toMatchObject({ contradiction: 3, relearned: 0 });
    expect(told.results[0]?.reasons[0]).toMatch(/belongs to 2 tickets/);
  });

  it("adds to a database restored from an old backup only what it lacks, and takes no ticket from another link", async () => {
    await link(first);
    const engine = await bench.engine();
    bench.requestor.write(first.requestor, "known");
    await bench.quiet();
    const old = structuredClone(bench.database.mirrors);
    bench.requestor.write(first.requestor, "lost");
    await bench.quiet();
    await engine.stop();
    const before = mapOf(bench.database);
    bench.database.mirrors.splice(0, Infinity, ...old);
    const { results } = await learn(bench.store);
    expect(results).toMatchObject([{ outcome: "relearned", isNewLink: false, known: 1, mirrors: { requestor: 1 } }]);
    expect(mapOf(bench.database)).toEqual(before);

    const elsewhere = memoryStore(emptied());
    await linkTickets(
      { store: elsewhere, helpdesks: helpdesks() },
      { superofficeTicketId: first.superoffice, requestorTicketId: second.requestor, from: "now" },
    );
    const taken = await learn(elsewhere);
    expect(taken.results).toMatchObject([
      { outcome: "contradiction", reasons: [expect.stringMatching(/is linked with/)] },
    ]);
  });

  it("believes no marker that another secret made, and tells how many there are", async () => {
    await link(first);
    await bench.engine();
    const { id } = bench.requestor.write(first.requestor, "hello");
    await bench.quiet();
    await bench.stop();
    const [mirror] = bench.superoffice.mirrorsOn(first.superoffice);
    if (!mirror?.marker) throw new Error("It was mirrored.");
    bench.superoffice.replace(mirror.id, { marker: { ...mirror.marker, code: "0".repeat(16) } });
    const database = emptied();
    const { results, totals } = await learn(memoryStore(database), { pairs: [first] });
    expect(results).toMatchObject([{ outcome: "nothing" }]);
    expect(totals.foreign).toBe(1);
    expect(database.links).toEqual([]);
    expect(id).toBe(mirror.marker.messageId);
  });

  it("tells how many pairs there are, waits for a helpdesk that goes away, and stops after ten minutes of it", async () => {
    for (const pair of [first, second]) await link(pair);
    await bench.engine();
    for (const pair of [first, second]) bench.requestor.write(pair.requestor, "hello");
    await bench.quiet();
    await bench.stop();
    const told: RelearnProgress[] = [];
    const onProgress = (progress: RelearnProgress) => {
      told.push(progress);
      if (told.length === 1) bench.requestor.readFault = away();
    };
    const database = emptied();
    const learning = learn(memoryStore(database), { onProgress });
    await bench.clock.until("it waits", () => told.some(({ waiting }) => waiting !== null));
    bench.requestor.readFault = null;
    await bench.clock.pass(60_000);
    expect((await learning).totals.tickets.relearned).toBe(2);
    expect(told[0]).toEqual({ pairs: 2, foreign: 0, waiting: null });
    expect(told.at(-1)).toEqual({ pairs: 2, foreign: 0, waiting: null });
    expect(told).toContainEqual({ pairs: 2, foreign: 0, waiting: "Requestor is away." });
    const stopped = learn(memoryStore(emptied()), { onProgress: () => (bench.requestor.readFault = away()) });
    const seen = expect(stopped).rejects.toThrow(RunStoppedError);
    await bench.clock.pass(11 * 60_000);
    await seen;
  });

  it("ends in order when the database stays away", async () => {
    await link(first);
    await bench.engine();
    bench.requestor.write(first.requestor, "hello");
    await bench.quiet();
    await bench.stop();
    const store = memoryStore(emptied());
    const away = Object.assign(new Error("The database does not answer."), { name: "StoreUnavailableError" });
    store.linkOfTicket = () => Promise.reject(away);
    const learning = expect(learn(store)).rejects.toThrow(BackfillStoppedError);
    await bench.clock.pass(15 * 60_000);
    await learning;
  });

  it("tells at once which helpdesk cannot be used, before anything is read", async () => {
    bench.requestor.describeAccount = () => Promise.reject(away(401));
    const learning = expect(learn(memoryStore(emptied()))).rejects.toThrow(HelpdeskUnavailableError);
    await bench.clock.pass(10_000);
    await learning;
    expect(bench.superoffice.calls.reads).toBe(0);
  });

  it("takes a ticket that a helpdesk does not give any more for itself, not for all", async () => {
    for (const pair of [first, second]) await link(pair);
    await bench.engine();
    for (const pair of [first, second]) bench.requestor.write(pair.requestor, "hello");
    await bench.quiet();
    await bench.stop();
    bench.requestor.missing.add(first.requestor);
    const { results } = await learn(memoryStore(emptied()));
    expect(results).toMatchObject([{ outcome: "unreadable" }, { outcome: "relearned" }]);
    expect(results[0]?.reasons).toHaveLength(1);
  });
});

const away = (status: number | null = null) =>
  new DeliveryError("Requestor is away.", { decision: "retryable", fault: "side", status });

const lastLine = ({ content }: Message) => content.text.split("\n").at(-1);
