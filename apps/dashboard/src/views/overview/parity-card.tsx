import { Progress, SimpleGrid, Text } from "@mantine/core";

import type { AuditTotals } from "../../api/shapes.ts";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Figure } from "../../parts/figure.tsx";
import { Section } from "../../parts/section.tsx";
import { counted, percent } from "../../words/numbers.ts";

interface ParityCardProps {
  readonly audit: AuditTotals;
}

/** How much of what should stand on both sides does, by the audit that goes on all the time. */
export function ParityCard({ audit }: ParityCardProps) {
  const { parity, should, agree, oldestAudited, links } = audit;
  return (
    <Section
      title="Both sides agree"
      aside={
        <AnchorTo to="/audit" size="sm">
          Audit
        </AnchorTo>
      }
    >
      <Text fz={32} fw={650} lh={1.1}>
        {percent(parity)}
      </Text>
      <Progress
        value={parity === null ? 0 : parity * 100}
        color={parity === 1 ? "var(--good)" : "var(--wait)"}
        aria-label="Messages that agree"
      />
      <SimpleGrid cols={3} spacing="sm">
        <Figure name="Should" value={counted(should)} />
        <Figure name="Agree" value={counted(agree)} />
        <Figure name="Tickets" value={counted(links)} to="/tickets" />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {oldestAudited === null ? (
          "No ticket was compared yet; that begins by itself."
        ) : (
          <>
            The oldest comparison was made <TimeAgo at={oldestAudited} />.
          </>
        )}
      </Text>
    </Section>
  );
}
