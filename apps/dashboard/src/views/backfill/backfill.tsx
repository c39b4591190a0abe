import { Group, SimpleGrid } from "@mantine/core";
import { IconHistoryOff, IconInfoCircle } from "@tabler/icons-react";

import { useBackfill } from "../../api/backfills.ts";
import { ProblemError } from "../../api/problem-error.ts";
import { RunState } from "../../marks/run-state.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Notice } from "../../parts/notice.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { runName, runOptions } from "../../words/runs.ts";
import { BackfillActs } from "./backfill-acts.tsx";
import { BackfillPlan } from "./backfill-plan.tsx";
import { BackfillProgress } from "./backfill-progress.tsx";
import { BackfillReport } from "./backfill-report.tsx";
import { BackfillResult } from "./backfill-result.tsx";

/** One run: its plan, how far it is and its report. */
export function BackfillRun({ params: { id } }: { readonly params: { readonly id: string } }) {
  const { data: run, isError, error, refetch } = useBackfill(id);
  if (run === undefined) {
    if (!isError) return <SkeletonView />;
    const isMissing = error instanceof ProblemError && error.status === 404;
    return (
      <View title="Backfill">
        {isMissing ? (
          <Empty title="There is no such backfill" icon={IconHistoryOff} />
        ) : (
          <Trouble error={error} onRetry={() => void refetch()} />
        )}
      </View>
    );
  }
  const title = runName(run);
  const why = run.failure?.reason ?? run.reason;
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
      {why !== null && (
        <Notice tone="wait" icon={IconInfoCircle}>
          {why}
        </Notice>
      )}
      <BackfillProgress run={run} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <BackfillPlan plan={run.plan} />
        <BackfillResult run={run} />
      </SimpleGrid>
      <BackfillReport id={id} />
    </View>
  );
}
