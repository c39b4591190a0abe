import { Table, Text } from "@mantine/core";

import { useSettings } from "../../api/settings.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { Trouble } from "../../parts/trouble.tsx";

const columns: readonly Column[] = [{ name: "Setting" }, { name: "Value" }, { name: "Meaning" }];

/** What is configured; of secrets only whether they are set. */
export function SettingsTable() {
  const { data, isError, error, refetch } = useSettings();
  if (isError) return <Trouble error={error} onRetry={() => void refetch()} />;
  return (
    <TableCard label="Settings" columns={columns}>
      {data === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        data.settings.map(({ name, about, value, isSecret, isSet }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <code>{name}</code>
            </Table.Td>
            <Table.Td miw={220} style={{ overflowWrap: "anywhere" }}>
              {value ?? <Text c="dimmed">{isSet ? (isSecret ? "Set, not shown" : "Set") : "Not set"}</Text>}
            </Table.Td>
            <Table.Td>
              <Text size="sm" c="dimmed">
                {about}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))
      )}
    </TableCard>
  );
}
