import { Group, SimpleGrid } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useBackfill } from "../../api/backfills.ts";
import type { Backfill } from "../../api/shapes.ts";
import { RunState } from "../../marks/run-state.tsx";
import { Notice } from "../../parts/notice.tsx";
import { One } from "../../parts/one.tsx";
import { View } from "../../parts/view.tsx";
import { runName, runOptions } from "../../words/runs.ts";
import { BackfillActs } from "./backfill-acts.tsx";
import { BackfillPlan } from "./backfill-plan.tsx";
import { BackfillProgress } from "./backfill-progress.tsx";
import { BackfillReport } from "./backfill-report.tsx";
import { BackfillResult } from "./backfill-result.tsx";
import { NoSuchBackfill } from "./no-such-backfill.tsx";

/** One run: its plan, how far it is and its report. */
export function BackfillRun({ params: { id } }: { readonly params: { readonly id: string } }) {
  return (
    <One query={useBackfill(id)} title="Backfill" missing={<NoSuchBackfill />}>
      {(run, trouble) => <RunView run={run} trouble={trouble} />}
    </One>
  );
}

function RunView({ run, trouble }: { readonly run: Backfill; readonly trouble: ReactNode }) {
  const title = runName(run);
  const { why, startedAt } = run;
  return (
    <View
      title={title}
      titleContent={
        <Group gap="sm">
          {title}
          <RunState run={run} />
        </Group>
      }
      lead={runOptions(run)}
      actions={<BackfillActs run={run} />}
    >
      {trouble}
      {why !== null && (
        <Notice tone="wait" icon={IconInfoCircle}>
          {why}
        </Notice>
      )}
      <BackfillProgress run={run} />
      <SimpleGrid cols={{ base: 1, md: startedAt === null ? 1 : 2 }}>
        <BackfillPlan run={run} />
        {startedAt !== null && <BackfillResult run={run} />}
      </SimpleGrid>
      <BackfillReport id={run.id} />
    </View>
  );
}
