import { expect, it } from "vitest";

import type { BackfillStore } from "../ports/backfill-store.ts";
import { reportPage } from "./report-page.ts";
import type { ReportLine, ReportPlace } from "./words.ts";

const line = (reason: string): ReportLine => ({
  ...{ class: "error", superofficeTicketId: null, requestorTicketId: null, side: null, messageId: null },
  reason,
});

/** A list whose tickets, by place, have so many lines; counts what is asked for. */
function stored(found: Map<number, number>) {
  const asked: number[] = [];
  const store: Pick<BackfillStore, "backfillFindings"> = {
    backfillFindings: (_, after, limit) => {
      const rows = [...found].filter(([place, lines]) => place > after && lines > 0).sort(([a], [b]) => a - b);
      const page = rows.slice(0, limit);
      asked.push(page.length);
      const lines = (place: number, count: number) => Array.from({ length: count }, (__, n) => line(`${place}/${n}`));
      return Promise.resolve(page.map(([place, count]) => ({ place, findings: lines(place, count) })));
    },
  };
  return { store, asked };
}

async function whole(store: Pick<BackfillStore, "backfillFindings">, limit: number): Promise<string[]> {
  const told: string[] = [];
  let from: ReportPlace | null = null;
  do {
    const { items, next }: Awaited<ReturnType<typeof reportPage>> = await reportPage(store, "1", { from, limit });
    expect(items.length).toBeLessThanOrEqual(limit);
    told.push(...items.map(({ reason }) => reason));
    from = next;
  } while (from !== null);
  return told;
}

const tickets = new Map(Array.from({ length: 120 }, (_, n) => [n * 3 + 1, (n * 7) % 5] as const));
const all = [...tickets].flatMap(([place, count]) => Array.from({ length: count }, (_, n) => `${place}/${n}`));

it.each([1, 2, 7, 200, 1_000])(
  "a report read in pages of %i lines is told whole and once, in its order",
  async (limit) => {
    expect(await whole(stored(tickets).store, limit)).toEqual(all);
  },
);

it("each page reads no more of the list than it tells of, wherever it stands", async () => {
  const many = new Map(Array.from({ length: 5_000 }, (_, n) => [n + 1, 1] as const));
  const { store, asked } = stored(many);
  await whole(store, 50);
  expect(asked.reduce((total, rows) => total + rows, 0)).toBeLessThan(3 * many.size);
});

it("what is found meanwhile at an earlier place moves nothing that was not told yet", async () => {
  const found = new Map([
    [5, 2],
    [9, 1],
  ]);
  const { store } = stored(found);
  const { next } = await reportPage(store, "1", { from: null, limit: 1 });
  found.set(2, 3);
  const { items } = await reportPage(store, "1", { from: next, limit: 10 });
  expect(items.map(({ reason }) => reason)).toEqual(["5/1", "9/0"]);
});
