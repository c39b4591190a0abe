/** What was found at one number (`createdAt` in milliseconds since 1970, UTC): a ticket that tells since when it is there, one that tells not or may not be read, or none. */
export type AtNumber<Found> = { readonly createdAt: number | null; readonly found: Found | null } | null;

/** While the end is searched in steps so many numbers in a row without a ticket count as free; what that misses is met below. */
const likelyFree = 5;

/**
 * So many in a row behind the last ticket prove the end: purges leave gaps, and a ticket that is overlooked is made a
 * second time (P2). More would leave too few reads for a known number that is far away.
 */
export const surelyFree = 100;

/** So many tickets in a row older than asked for: numbers and times go up together, but for what was converted. */
const enoughOlder = 3;

/** Beyond that nobody is helped by looking on: a person is quicker. */
const mostReads = 250;

/** Where the numbers seem to end it is looked farther on three times before that is believed: a purge leaves a long gap. */
const looksBeyond = 3;
const fartherOn = 8;

class TooManyReads extends Error {}

/**
 * What stands at the newest numbers, back to a time, found without any list: from a known number on in steps that double
 * to the end, farther on number by number until a hundred in a row are free, then downwards. Numbers are given in the
 * order of time. All of them are told, unless a hundred or more numbers in a row were purged between the known number
 * and the newest tickets: such a gap is passed only where a step happens to land behind it. Null where that cannot be
 * told: no ticket was met at all, so the numbers are elsewhere, or it would take too many reads. Rejects as `at` does.
 *
 * @param since milliseconds since 1970, UTC
 * @param near the highest number known to be taken; 0 when none is
 */
export async function walkTickets<Found>(
  at: (number: number) => Promise<AtNumber<Found>>,
  near: number,
  since: number,
): Promise<readonly Found[] | null> {
  const seen = new Map<number, AtNumber<Found>>();
  const read = async (number: number): Promise<AtNumber<Found>> => {
    const known = seen.get(number);
    if (known !== undefined) return known;
    if (seen.size >= mostReads) throw new TooManyReads();
    const answer = await at(number);
    seen.set(number, answer);
    return answer;
  };
  try {
    return await backTo(read, await findEnd(read, near), since);
  } catch (error) {
    if (error instanceof TooManyReads) return null;
    throw error;
  }
}

type Read<Found> = (number: number) => Promise<AtNumber<Found>>;

/** The first taken one of so many numbers; null when all are free. */
async function firstFrom<Found>(read: Read<Found>, start: number, length: number): Promise<number | null> {
  for (let number = start; number < start + length; number += 1) {
    if ((await read(number)) !== null) return number;
  }
  return null;
}

async function findEnd<Found>(read: Read<Found>, near: number): Promise<number> {
  let end = near;
  for (;;) {
    end = await likelyEnd(read, end);
    const behindGap = await firstFrom(read, end + 1, surelyFree);
    if (behindGap === null) return end;
    end = behindGap;
  }
}

/** A taken number with a gap behind it, and most probably the last one. */
async function likelyEnd<Found>(read: Read<Found>, near: number): Promise<number> {
  let taken = near;
  let step = 1;
  let free: number | null = null;
  for (let beyond = 0; beyond <= looksBeyond;) {
    const found = await firstFrom(read, taken + step, likelyFree);
    if (found === null) {
      free ??= taken + step;
      beyond += 1;
      step *= fartherOn;
    } else {
      [taken, free, beyond] = [found, null, 0];
      step *= 2;
    }
  }
  return await endBetween(read, taken, free ?? taken + 1);
}

/** The last taken number between one that is and the beginning of a gap. */
async function endBetween<Found>(read: Read<Found>, from: number, until: number): Promise<number> {
  let [taken, free] = [from, until];
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    const found = await firstFrom(read, middle, likelyFree);
    if (found === null) free = middle;
    else taken = Math.max(found, middle);
  }
  return taken;
}

async function backTo<Found>(read: Read<Found>, end: number, since: number): Promise<readonly Found[] | null> {
  const found: Found[] = [];
  let older = 0;
  let met = 0;
  for (let number = end; number > 0; number -= 1) {
    const here = await read(number);
    if (here === null) continue;
    met += 1;
    if (here.createdAt !== null && here.createdAt < since) {
      older += 1;
      if (older >= enoughOlder) return found.reverse();
    } else {
      if (here.createdAt !== null) older = 0;
      if (here.found !== null) found.push(here.found);
    }
  }
  return met > 0 ? found.reverse() : null;
}
