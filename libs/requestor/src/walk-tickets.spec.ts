import { describe, expect, test } from "vitest";

import { walkTickets } from "./walk-tickets.ts";

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
