import { Table } from "@mantine/core";

import type { Backfill } from "../../api/shapes.ts";
import { RunState } from "../../marks/run-state.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { CountCell } from "../../parts/count-cell.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { runName } from "../../words/runs.ts";

const columns: readonly Column[] = [
  { name: "Run", isPlain: true },
  { name: "State", isPlain: true },
  { name: "Tickets", isNumber: true },
  { name: "Done", isNumber: true },
  { name: "Written", isNumber: true },
  { name: "Held", isNumber: true },
  { name: "Failed", isNumber: true },
  { name: "Begun" },
];

export function BackfillTable({ runs }: { readonly runs: readonly Backfill[] | undefined }) {
  return (
    <TableCard label="Backfills" columns={columns}>
      {runs === undefined ? (
        <SkeletonRows columns={columns.length} rows={4} />
      ) : (
        runs.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td>
              <AnchorTo to={`/backfill/${run.id}`} size="sm" fw={550}>
                {runName(run)}
              </AnchorTo>
            </Table.Td>
            <Table.Td>
              <RunState run={run} />
            </Table.Td>
            <CountCell value={run.ticketsTotal ?? 0} />
            <CountCell value={run.result.ticketsDone} />
            <CountCell value={run.result.written.superoffice + run.result.written.requestor} />
            <CountCell value={run.result.held} tone="bad" />
            <CountCell value={run.result.ticketsFailed} tone="bad" />
            <Table.Td>
              <TimeAgo at={run.createdAt} />
            </Table.Td>
          </Table.Tr>
        ))
      )}
    </TableCard>
  );
}
