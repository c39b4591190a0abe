import { Table, Text } from "@mantine/core";

import { useSettings } from "../../api/settings.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { Trouble } from "../../parts/trouble.tsx";

const columns: readonly Column[] = [
  { name: "Setting", isPlain: true },
  { name: "Value", isPlain: true },
];

/** What is configured; of secrets only whether they are set. */
export function SettingsTable() {
  const { data, isError, error, refetch } = useSettings();
  if (data === undefined && isError) return <Trouble error={error} onRetry={() => void refetch()} />;
  return (
    <TableCard label="Settings" columns={columns} minWidth={300}>
      {data === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        data.settings.map(({ name, about, value, isSecret, isSet }) => (
          <Table.Tr key={name}>
            <Table.Td className="words" w="65%">
              <code>{name}</code>
              <Text size="xs" c="dimmed">
                {about}
              </Text>
            </Table.Td>
            <Table.Td className="words" miw={120}>
              {value ?? <Text c="dimmed">{isSet ? (isSecret ? "Set, not shown" : "Set") : "Not set"}</Text>}
            </Table.Td>
          </Table.Tr>
        ))
      )}
    </TableCard>
  );
}
