import { List, Stack, Text } from "@mantine/core";

import type { SideTest } from "../../api/shapes.ts";
import { StepBadge } from "../../marks/step-badge.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { sideName } from "../../words/sides.ts";
import { stepWords } from "../../words/steps.ts";

/** What came of each step of a test. */
export function SideTestSteps({ test: { side, at, steps } }: { readonly test: SideTest }) {
  return (
    <Stack gap={6} role="status" aria-label={`Test of ${sideName(side)}`}>
      <Text size="sm" c="dimmed">
        Tested <TimeAgo at={at} />
      </Text>
      <List size="sm" listStyleType="none" spacing={6}>
        {steps.map(({ step, ok, sentence }) => (
          <List.Item key={step}>
            <StepBadge ok={ok} /> {stepWords[step]}
            <Text size="sm" c={ok === false ? "var(--bad)" : "dimmed"}>
              {sentence}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
