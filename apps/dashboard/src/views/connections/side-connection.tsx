import { DataList, Text } from "@mantine/core";

import type { ReactNode } from "react";

import type { Side, SideStatus } from "../../api/shapes.ts";
import { useTestSide } from "../../api/sides.ts";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { SideFrame } from "../../parts/side-frame.tsx";
import { WebhookHeard, WebhookRefused } from "../../parts/webhook-heard.tsx";
import { countOf } from "../../words/numbers.ts";
import { duration } from "../../words/times.ts";
import { SideActs } from "./side-acts.tsx";
import { SideTestSteps } from "./side-test-steps.tsx";

interface SideConnectionProps {
  readonly side: Side;
  readonly status: SideStatus;
}

export function SideConnection({ side, status }: SideConnectionProps) {
  const test = useTestSide();
  const { lastSuccess, lastFailure, rateBudget, quietTicketSeenWithinSeconds, editsFoundLate, webhook } = status;
  const rows: readonly (readonly [string, ReactNode])[] = [
    ["Answered last", lastSuccess === null ? "Not yet" : <TimeAgo key="time" at={lastSuccess} />],
    ["Failed last", lastFailure === null ? "Never" : <TimeAgo key="time" at={lastFailure} />],
    ["Call budget", `${rateBudget.perSecond} a second, ${countOf(rateBudget.concurrency, "call")} at once`],
    [
      "Without a hint",
      quietTicketSeenWithinSeconds === null
        ? `Not read while it is ${status.paused ? "paused" : "in trouble"}`
        : `A new message is seen within ${duration(quietTicketSeenWithinSeconds * 1_000)}`,
    ],
    ["Webhook", <WebhookHeard key="webhook" webhook={webhook} />],
  ];
  return (
    <SideFrame side={side} status={status}>
      <DataList size="sm" labelWidth={110} gap="xs">
        {rows.map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      <WebhookRefused webhook={webhook} />
      {editsFoundLate !== null && (
        <Text size="sm" c="dimmed">
          {editsFoundLate}
        </Text>
      )}
      <SideActs side={side} isPaused={status.paused} isTested={test.isPending} onTest={() => test.mutate({ side })} />
      {test.data !== undefined && <SideTestSteps test={test.data} />}
    </SideFrame>
  );
}
