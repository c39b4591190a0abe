import { Table, Text } from "@mantine/core";

import type { Act } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { OutcomeBadge } from "../../marks/outcome-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { placeOfTarget } from "../../words/act-targets.ts";

const columns: readonly Column[] = [
  { name: "When", isPlain: true },
  { name: "Who", isPlain: true },
  { name: "What", isPlain: true },
  { name: "Outcome", isPlain: true },
];

export function ActTable({ acts }: { readonly acts: readonly Act[] | undefined }) {
  return (
    <TableCard label="Acts" columns={columns} minWidth={560}>
      {acts === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        acts.map((act) => <ActRow key={act.id} act={act} />)
      )}
    </TableCard>
  );
}

function ActRow({ act }: { readonly act: Act }) {
  const place = act.target === null ? null : placeOfTarget(act.target);
  return (
    <Table.Tr>
      <Table.Td>
        <ExactTime at={act.at} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{act.name}</Text>
        {act.role !== null && act.role !== act.name && (
          <Text size="xs" c="dimmed">
            {act.role}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="words" w="100%">
        {act.what}{" "}
        {place !== null && (
          <AnchorTo to={place} underline="always">
            Open
          </AnchorTo>
        )}
        {act.reason !== null && (
          <Text size="sm" c="dimmed">
            {act.reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <OutcomeBadge outcome={act.outcome} />
      </Table.Td>
    </Table.Tr>
  );
}
