import { SimpleGrid, Skeleton } from "@mantine/core";

import type { AuditTotals } from "../../api/shapes.ts";
import { Card } from "../../parts/card.tsx";
import { Figure } from "../../parts/figure.tsx";
import { classWords } from "../../words/classes.ts";
import { counted, percent } from "../../words/numbers.ts";

/** All links together. */
export function AuditTotalsCard({ totals }: { readonly totals: AuditTotals | undefined }) {
  return (
    <Card label="All tickets together">
      {totals === undefined ? (
        <Skeleton h={48} />
      ) : (
        <SimpleGrid cols={{ base: 2, xs: 4, lg: 8 }} spacing="md">
          <Figure
            name="Parity"
            value={percent(totals.parity)}
            meaning="Messages that agree over messages that should"
          />
          {classWords.map(({ name, word, meaning }) => (
            <Figure
              key={name}
              name={word}
              value={counted(totals.classes[name])}
              meaning={meaning}
              tone={name !== "same" && totals.classes[name] > 0 ? "bad" : null}
            />
          ))}
          <Figure name="On their way" value={counted(totals.waiting)} />
          <Figure
            name="Compared"
            value={`${counted(totals.audited)} / ${counted(totals.links)}`}
            meaning="Links that were compared at least once"
          />
        </SimpleGrid>
      )}
    </Card>
  );
}
