import { List, SimpleGrid, Skeleton, Text } from "@mantine/core";

import type { Backfill } from "../../api/shapes.ts";
import { Figure } from "../../parts/figure.tsx";
import { Section } from "../../parts/section.tsx";
import { SideCounts } from "../../parts/side-counts.tsx";
import { counted, countOf } from "../../words/numbers.ts";
import { duration } from "../../words/times.ts";

/** What a run will do; nothing where its list was not made, and is not being made either. */
export function BackfillPlan({ run: { plan, standing } }: { readonly run: Backfill }) {
  if (plan === null) {
    if (standing === "stopped") return null;
    return (
      <Section title="Plan">
        <Skeleton h={140} />
      </Section>
    );
  }
  return (
    <Section title="Plan">
      <SideCounts
        label="Plan by side"
        rows={[
          { name: "Tickets", bySide: plan.tickets },
          { name: "Messages there", bySide: plan.messages },
          { name: "To be written", bySide: plan.toWrite },
          { name: "Calls", bySide: plan.calls },
        ]}
      />
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="sm">
        <Figure name="Linked" value={counted(plan.linked)} />
        <Figure name="To link" value={counted(plan.toLink)} />
        <Figure name="To create" value={counted(plan.toCreate)} />
        <Figure name="To adopt" value={counted(plan.toAdopt)} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        It takes about {duration(plan.seconds * 1_000)} at the call budget.
        {plan.lookAlike > 0 && ` ${countOf(plan.lookAlike, "pair")} look like copies made by hand.`}
      </Text>
      <Reasons
        title="Left out"
        reasons={plan.skipped.map(({ reason, count }) => `${countOf(count, "message")}: ${reason}`)}
      />
      <Reasons
        title={`${countOf(plan.failedCount, "ticket")} cannot be planned`}
        reasons={plan.failed.map(
          ({ superofficeTicketId, requestorTicketId, reason }) =>
            `${[superofficeTicketId, requestorTicketId].filter((id) => id !== null).join(" and ")}: ${reason}`,
        )}
      />
    </Section>
  );
}

function Reasons({ title, reasons }: { readonly title: string; readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={550}>
        {title}
      </Text>
      <List size="sm">
        {reasons.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
    </div>
  );
}
