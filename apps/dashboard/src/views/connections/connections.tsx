import { DataList, SimpleGrid } from "@mantine/core";

import { useStatus } from "../../api/status.ts";
import { Section } from "../../parts/section.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { sides } from "../../words/sides.ts";
import { SettingsTable } from "./settings-table.tsx";
import { SideConnection } from "./side-connection.tsx";
import { WebhookCard } from "./webhook-card.tsx";

/** How the bridge reaches both helpdesks. */
export function Connections() {
  const { data, isError, error, refetch } = useStatus();
  return (
    <View title="Connections" lead="How the bridge reaches both helpdesks. Secrets are never shown.">
      {isError && <Trouble error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        !isError && <SkeletonView />
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {sides.map((side) => (
              <SideConnection key={side} side={side} status={data.sides[side]} />
            ))}
          </SimpleGrid>
          <WebhookCard />
          <Section title="This bridge">
            <DataList size="sm" labelWidth={110} gap="xs">
              <DataList.Item>
                <DataList.ItemLabel>Version</DataList.ItemLabel>
                <DataList.ItemValue>{data.version}</DataList.ItemValue>
              </DataList.Item>
              <DataList.Item>
                <DataList.ItemLabel>Bridge id</DataList.ItemLabel>
                <DataList.ItemValue>{data.bridgeId}</DataList.ItemValue>
              </DataList.Item>
              <DataList.Item>
                <DataList.ItemLabel>Mode</DataList.ItemLabel>
                <DataList.ItemValue>
                  {data.mode === "observe" ? "Observing: nothing is written" : "Mirroring"}
                </DataList.ItemValue>
              </DataList.Item>
            </DataList>
          </Section>
          <SettingsTable />
        </>
      )}
    </View>
  );
}
