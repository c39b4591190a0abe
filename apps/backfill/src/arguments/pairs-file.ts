import { open } from "node:fs/promises";

import { readTicketId } from "@ticket-bridge/helpdesk";
import type { TicketPair } from "@ticket-bridge/sync";

import { UsageError } from "./usage-error.ts";

const mostFaultsShown = 10;

/** Reads a CSV file of ticket pairs. Throws UsageError with one sentence per faulty line. */
export async function readPairsFile(path: string): Promise<readonly TicketPair[]> {
  return await parsePairs(linesOf(path), path);
}

/**
 * The pairs of a CSV file's lines, in their order: `superofficeTicketId,requestorTicketId` on each line, also behind
 * semicolons or tabs and in quotes, as spreadsheets save them; a first line of names may turn the columns round. Empty lines and what
 * follows a # are passed over.
 */
async function parsePairs(lines: AsyncIterable<string>, name: string): Promise<readonly TicketPair[]> {
  const pairs: TicketPair[] = [];
  const lineOf = { superoffice: new Map<string, number>(), requestor: new Map<string, number>() };
  const faults: string[] = [];
  let isTurned = false;
  let isFirst = true;
  let number = 0;
  for await (const raw of lines) {
    number += 1;
    // Trimming takes the byte order mark along.
    const line = raw.replace(/#.*/, "").trim();
    if (line === "") continue;
    const cells = line.split(/[,;\t]/).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    );
    const isHeader = isFirst && cells.every((cell) => !/\d/.test(cell));
    isFirst = false;
    if (isHeader) {
      isTurned = /requestor/i.test(cells[0] ?? "");
      continue;
    }
    const fault = addPair(cells, number);
    if (fault !== null) faults.push(`${name}, line ${number}: ${fault}`);
  }
  if (faults.length === 0 && pairs.length === 0) faults.push(`${name} holds no pair of tickets; ${example}.`);
  if (faults.length > 0) throw new UsageError(shortened(faults, name));
  return pairs;

  function addPair(cells: readonly string[], line: number): string | null {
    if (cells.length !== 2)
      return `has ${cells.length === 1 ? "1 value" : `${cells.length} values`}, not 2; ${example}.`;
    const [superoffice, requestor] = (isTurned ? cells.toReversed() : cells).map((cell) => readTicketId(cell));
    const wrong = cells.find((cell) => readTicketId(cell) === null);
    if (superoffice === undefined || superoffice === null || requestor === undefined || requestor === null) {
      return `"${wrong ?? ""}" is no ticket id; ${example}.`;
    }
    const pair = { superoffice, requestor };
    const before = { superoffice: lineOf.superoffice.get(superoffice), requestor: lineOf.requestor.get(requestor) };
    if (before.superoffice !== undefined)
      return `SuperOffice ticket ${superoffice} stands in line ${before.superoffice} already.`;
    if (before.requestor !== undefined)
      return `Requestor ticket ${requestor} stands in line ${before.requestor} already.`;
    lineOf.superoffice.set(superoffice, line);
    lineOf.requestor.set(requestor, line);
    pairs.push(pair);
    return null;
  }
}

const example = "write superofficeTicketId,requestorTicketId, for example 734,47";

function shortened(faults: readonly string[], name: string): readonly string[] {
  const more = faults.length - mostFaultsShown;
  return more <= 0 ? faults : [...faults.slice(0, mostFaultsShown), `${name} has ${more} more lines with faults.`];
}

/** A line at a time: of a file of any size only its pairs stand in memory. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  try {
    const file = await open(path);
    try {
      yield* file.readLines({ encoding: "utf8", autoClose: false });
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code;
    throw new UsageError([`--tickets-file ${path} cannot be read: ${why}.`], error);
  }
}
