import { readTicketId, type TicketId } from "@ticket-bridge/helpdesk";

import { UsageError } from "./usage-error.ts";

/** A slip in a range (1-10000000) would ask the helpdesks for days; whoever means it leaves the option out. */
const mostTickets = 100_000;

/**
 * Reads `1,2,5-9` as ticket ids, each once, in the order given. Throws UsageError with a sentence per faulty part.
 */
export function readTicketRanges(text: string): readonly TicketId[] {
  const ids = new Set<TicketId>();
  const faults: string[] = [];
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part === "") continue;
    const fault = addPart(part, ids);
    if (fault !== null) faults.push(fault);
  }
  if (faults.length === 0 && ids.size === 0) faults.push("--tickets names no ticket; write for example 1,2,5-9.");
  if (faults.length > 0) throw new UsageError(faults);
  return [...ids];
}

function addPart(part: string, ids: Set<TicketId>): string | null {
  const [first, last, ...rest] = part.split("-").map((each) => readTicketId(each.trim()));
  if (first === null || first === undefined || last === null || rest.length > 0) {
    return `--tickets: "${part}" is neither a ticket id nor a range like 5-9.`;
  }
  if (last === undefined) {
    ids.add(first);
    return ids.size > mostTickets ? tooMany() : null;
  }
  const [from, to] = [BigInt(first), BigInt(last)];
  if (to < from) return `--tickets: "${part}" runs backwards; write ${last}-${first}.`;
  if (to - from >= BigInt(mostTickets - ids.size)) return tooMany();
  for (let id = from; id <= to; id += 1n) ids.add(String(id) as TicketId);
  return null;
}

function tooMany(): string {
  return `--tickets names more than ${mostTickets.toLocaleString("en")} tickets; leave it out to take all linked ones.`;
}
