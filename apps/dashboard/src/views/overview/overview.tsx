import { Grid, SimpleGrid } from "@mantine/core";

import { useOverview } from "../../api/overview.ts";
import { AlarmNotice } from "../../parts/alarm-notice.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { sides } from "../../words/sides.ts";
import { DirectionCard } from "./direction-card.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { ParityCard } from "./parity-card.tsx";
import { SideCard } from "./side-card.tsx";
import { ThroughputCard } from "./throughput-card.tsx";

/** Whether the bridge is well, at a glance. */
export function Overview() {
  const { data, isError, error, refetch } = useOverview();
  if (data === undefined) {
    return (
      <View title="Overview">
        {isError ? <Trouble error={error} onRetry={() => void refetch()} /> : <SkeletonView />}
      </View>
    );
  }
  return (
    <View title="Overview">
      {isError && <Trouble error={error} onRetry={() => void refetch()} />}
      <AlarmNotice />
      {data.links === 0 && <FirstSteps />}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {data.directions.map((each) => (
          <DirectionCard key={each.direction} standing={each} />
        ))}
      </SimpleGrid>
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <ThroughputCard />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <ParityCard audit={data.audit} />
        </Grid.Col>
      </Grid>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {sides.map((side) => (
          <SideCard key={side} side={side} status={data.sides[side]} budget={data.budgets[side]} />
        ))}
      </SimpleGrid>
    </View>
  );
}
