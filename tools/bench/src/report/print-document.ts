import type { Colours } from "@ticket-bridge/terminal";

import { sizeName } from "../parts/attachments.ts";
import type { Backfill } from "../parts/backfill.ts";
import type { Cost } from "../parts/costs.ts";
import { capacityLine } from "./capacity.ts";
import type { BenchDocument } from "./document.ts";
import { textTable } from "./text-table.ts";
import { directionName, type Target } from "./targets.ts";

/** The whole document for people, in plain text but for the colour of what was reached. */
export function printedDocument(document: BenchDocument, colours: Colours): string {
  const { date, commit, machine, command, seconds, capacity, targets } = document;
  const blocks = [
    `ticket-bridge bench, ${date.slice(0, 16).replace("T", " ")} UTC, commit ${commit}, ${Math.round(seconds)} s\n` +
      `${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, Node ${machine.node}, load ${machine.load} before it began\n${command}`,
    ...figures(document),
    titled("Reached or not", [["", "figure", "to reach", ""], ...targets.map((target) => verdict(target, colours))]),
    ...(capacity === null ? [] : [capacityLine(capacity)]),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function figures({
  throughput,
  costs,
  latency,
  memory,
  fullDatabase,
  attachments,
  edits,
  lists,
  backfill,
}: BenchDocument): string[] {
  return [
    titled("Messages mirrored a second", [
      ["database", "load", "direction", "bridge", "floor", "by the floor"],
      ...throughput.map(({ database, load, directions, bridge, floor, ratio }) => [
        ...[database, load, directionName(directions), whole(bridge), whole(floor), ratio.toFixed(2)],
      ]),
    ]),
    titled("What one message costs", [
      ["load", "direction", "writes", "reads", "idle polls", "SQL statements"],
      ...costs.map((cost) => [
        ...[cost.load, directionName([cost.direction]), cost.writes.toFixed(2), cost.reads.toFixed(2)],
        ...[idle(cost).toFixed(2), cost.statements.toFixed(1)],
      ]),
    ]),
    titled("Milliseconds from the source's commit to the target's, by webhook", [
      ["database", "direction", "messages", "p50", "p99", "longest"],
      ...latency.map(({ database, direction, messages, p50, p99, max }) => [
        ...[database, directionName([direction]), String(messages), whole(p50), whole(p99), whole(max)],
      ]),
    ]),
    titled("Resident memory of the bridge, MB", [
      ["database", "after the load", "peak"],
      ...memory.map(({ database, nowMb, peakMb }) => [database, whole(nowMb), whole(peakMb)]),
    ]),
    fullDatabase === null
      ? ""
      : titled("Messages a second with a full database", [
          ["mirrors", "links", "empty", "full", "full by empty"],
          [
            ...[fullDatabase.mirrors.toLocaleString("en-US"), fullDatabase.links.toLocaleString("en-US")],
            ...[whole(fullDatabase.empty), whole(fullDatabase.full), fullDatabase.ratio.toFixed(2)],
          ],
        ]),
    titled("Files carried over, MB a second, and resident memory of the bridge above idle", [
      ["file", "direction", "messages", "bridge", "floor", "by the floor", "peak MB above idle"],
      ...attachments.map(({ bytes, direction, messages, bridge, floor, ratio, aboveIdleMb }) => [
        ...[sizeName(bytes), directionName([direction]), whole(messages), rate(bridge), rate(floor)],
        ...[ratio.toFixed(2), aboveIdleMb === null ? "unknown" : whole(aboveIdleMb)],
      ]),
    ]),
    titled("Edits carried over a second, by webhook", [
      ["direction", "as", "edits", "a second", "ms to the target, p50"],
      ...edits.map(({ direction, edits: count, bridge, p50 }) => [
        ...[directionName([direction]), direction === "requestor-to-superoffice" ? "PUT in its place" : "correction"],
        ...[whole(count), whole(bridge), whole(p50)],
      ]),
    ]),
    lists === null
      ? ""
      : titled(
          `Lists of the admin page over ${whole(lists.mirrors)} messages and ${whole(lists.links)} links, ms on PostgreSQL`,
          [["", "p50", "p99"], ...lists.queries.map(({ list, p50, p99 }) => [list, p50.toFixed(1), p99.toFixed(1)])],
        ),
    ...(backfill === null ? [] : backfillFigures(backfill)),
  ];
}

function backfillFigures({ rates, sizes }: Backfill): string[] {
  return [
    titled("History carried over, messages a second after the plan, and calls a message with the plan", [
      ["database", "messages", "tickets", "backfill", "floor", "by the floor", "writes", ...readsAt],
      ...rates.map(({ database, messages, tickets, backfill, floor, ratio, writes, reads }) => [
        ...[database, whole(messages), whole(tickets), whole(backfill), whole(floor), ratio.toFixed(2)],
        ...[writes.superoffice + writes.requestor, reads.superoffice, reads.requestor].map((each) => each.toFixed(2)),
      ]),
    ]),
    titled("A history of this length on PostgreSQL: seconds, and resident memory of the command, MB", [
      ["", "messages", "tickets", "plan", "run", "peak"],
      ...sizes.map(({ does, messages, tickets, planSeconds, runSeconds, peakMb }) => [
        ...[does === "plan" ? "dry run" : "whole run", whole(messages), whole(tickets), planSeconds.toFixed(1)],
        ...[does === "plan" ? "" : whole(runSeconds), peakMb === null ? "unknown" : whole(peakMb)],
      ]),
    ]),
  ];
}

const readsAt = ["reads at SuperOffice", "at Requestor"];

function idle({ calls }: Cost): number {
  return calls.superoffice.idle + calls.requestor.idle;
}

function verdict(target: Target, colours: Colours): string[] {
  const { name, figure, atLeast, atMost, reached } = target;
  const wanted = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const shown = figure >= 100 ? whole(figure) : figure.toFixed(2);
  return [name, shown, wanted, reached ? colours.green("✓ reached") : colours.red("✗ not reached")];
}

/** Small files make small rates. */
function rate(value: number): string {
  return value >= 10 ? whole(value) : value.toFixed(2);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A block with its heading; nothing when there are no rows below the names. */
function titled(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length < 2 ? "" : `${title}\n${textTable(rows)}`;
}
