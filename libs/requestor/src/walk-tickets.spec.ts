import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { surelyFree, walkTickets } from "./walk-tickets.ts";

/** Tickets by number, each made a second after the one before; `gaps` are numbers that nothing has. */
function helpdesk(last: number, gaps: (number: number) => boolean = () => false) {
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    at: (number: number) => {
      reads += 1;
      const isThere = number >= 1 && number <= last && !gaps(number);
      return Promise.resolve(isThere ? { createdAt: number * 1_000, found: number } : null);
    },
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe("walking tickets by their numbers", () => {
  test.each([1, 2, 10, 57, 1_000, 40_000])("finds all since a time, however old the known one is: %i", async (near) => {
    const desk = helpdesk(40_000);
    expect(await walkTickets(desk.at, near, 39_990_000)).toEqual(range(39_990, 40_000));
    expect(desk.reads).toBeLessThan(200);
  });

  test("finds what was made since without knowing any number", async () => {
    expect(await walkTickets(helpdesk(300).at, 0, 290_000)).toEqual(range(290, 300));
  });

  test("passes over purged tickets, also just before the newest", async () => {
    const desk = helpdesk(500, (number) => number % 7 === 0 || (number > 470 && number < 479));
    const found = await walkTickets(desk.at, 20, 460_000);
    expect(found?.at(-1)).toBe(500);
    expect(found).toContain(470);
  });

  test("passes over a long purge", async () => {
    const desk = helpdesk(500, (number) => number > 21 && number < 100);
    expect(await walkTickets(desk.at, 20, 495_000)).toEqual(range(495, 500));
  });

  test.each([
    { near: 2_330, newest: 2_391, purged: [2_360, 2_372] },
    { near: 3_000, newest: 3_200, purged: [3_080, 3_110] },
    { near: 900, newest: 1_000, purged: [901, 999] },
  ])("finds the newest behind a purge close to the end: %o", async ({ near, newest, purged: [from = 0, to = 0] }) => {
    const desk = helpdesk(newest, (number) => number >= from && number <= to);
    expect(await walkTickets(desk.at, near, newest * 1_000)).toEqual([newest]);
  });

  const purges = fc.array(fc.record({ back: fc.nat(600), length: fc.integer({ min: 1, max: surelyFree - 1 }) }), {
    maxLength: 8,
  });

  /** The numbers that are gone: no longer run of them than can be seen through. */
  function gone(newest: number, purged: readonly { readonly back: number; readonly length: number }[]): Set<number> {
    const numbers = new Set<number>();
    let lowest = Infinity;
    for (const { back, length } of [...purged].sort((a, b) => a.back - b.back)) {
      const last = Math.min(newest - 1 - back, lowest - 2);
      lowest = last - length + 1;
      for (const number of range(lowest, last)) numbers.add(number);
    }
    return numbers;
  }

  test("leaves out no ticket that it calls all of them for, whatever was purged", async () => {
    const around = fc.record({
      newest: fc.integer({ min: 1, max: 5_000 }),
      before: fc.nat(800),
      since: fc.nat(60),
      purges,
    });
    await fc.assert(
      fc.asyncProperty(around, async ({ newest, before, since, purges: purged }) => {
        const missing = gone(newest, purged);
        const desk = helpdesk(newest, (number) => missing.has(number));
        const found = await walkTickets(desk.at, Math.max(1, newest - before), (newest - since) * 1_000);
        const wanted = range(Math.max(1, newest - since), newest).filter((number) => !missing.has(number));
        expect(desk.reads).toBeLessThanOrEqual(250);
        if (found !== null) expect(found).toEqual(wanted);
      }),
      { numRuns: 2_000 },
    );
  });

  test("can tell where little was purged, however far away the known one is", async () => {
    const around = fc.record({ newest: fc.integer({ min: 700, max: 60_000 }), near: fc.nat(60_000) });
    const one = fc.record({ back: fc.nat(300), length: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(around, one, async ({ newest, near }, purged) => {
        const missing = gone(newest, [purged]);
        const desk = helpdesk(newest, (number) => missing.has(number));
        expect(await walkTickets(desk.at, Math.min(near, newest), newest * 1_000)).toEqual([newest]);
      }),
      { numRuns: 500 },
    );
  });

  test("tells all of a helpdesk that has only new ones", async () => {
    expect(await walkTickets(helpdesk(5).at, 0, 0)).toEqual([1, 2, 3, 4, 5]);
  });

  test("cannot tell where no ticket is met, or too many are new", async () => {
    expect(await walkTickets(helpdesk(0).at, 0, 0)).toBeNull();
    const many = helpdesk(40_000);
    expect(await walkTickets(many.at, 39_000, 30_000_000)).toBeNull();
    expect(many.reads).toBeLessThanOrEqual(250);
  });

  test("takes a ticket that tells no time for one that may be new, and one older among younger for a conversion", async () => {
    const desk = helpdesk(100);
    const at = async (number: number) => {
      const here = await desk.at(number);
      if (here === null || number < 95) return here;
      return { ...here, createdAt: number === 97 ? null : number === 99 ? 1 : here.createdAt };
    };
    expect(await walkTickets(at, 90, 96_000)).toEqual([96, 97, 98, 100]);
  });
});
