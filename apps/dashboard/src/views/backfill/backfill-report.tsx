import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { useBackfillReport } from "../../api/backfills.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { classWord } from "../../words/classes.ts";

const columns: readonly Column[] = [
  { name: "Class", isPlain: true },
  { name: "SuperOffice", isNumber: true },
  { name: "Requestor", isNumber: true },
  { name: "Message", isPlain: true },
  { name: "Reason", isPlain: true },
];

/** What needs attention after a run; what is the same is counted, not listed. */
export function BackfillReport({ id }: { readonly id: string }) {
  const report = useBackfillReport(id);
  if (report.items === undefined || report.items.length === 0) return null;
  return (
    <>
      <TableCard label="Report" columns={columns}>
        {report.items.map((line, place) => (
          <Table.Tr key={place}>
            <Table.Td>{classWord(line.class)}</Table.Td>
            <Table.Td className="number">
              <Leading to={line.linkId && `/tickets/${line.linkId}`}>{line.superofficeTicketId ?? "–"}</Leading>
            </Table.Td>
            <Table.Td className="number">
              <Leading to={line.linkId && `/tickets/${line.linkId}`}>{line.requestorTicketId ?? "–"}</Leading>
            </Table.Td>
            <Table.Td>
              {line.side !== null && <SideMark side={line.side} short />}{" "}
              <Leading to={line.mirrorId && `/messages/${line.mirrorId}`}>{line.messageId}</Leading>
            </Table.Td>
            <Table.Td className="words">
              <Text size="sm">{line.reason}</Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </TableCard>
      <MoreButton pages={report} />
    </>
  );
}

/** An id that leads to its view, where it has one. */
function Leading({ to, children }: { readonly to: string | null; readonly children: ReactNode }) {
  if (to === null) return children;
  return (
    <AnchorTo to={to} size="sm">
      {children}
    </AnchorTo>
  );
}
