import { SimpleGrid } from "@mantine/core";

import type { Backfill } from "../../api/shapes.ts";
import { Figure } from "../../parts/figure.tsx";
import { Section } from "../../parts/section.tsx";
import { SideCounts } from "../../parts/side-counts.tsx";
import { classWords } from "../../words/classes.ts";
import { counted } from "../../words/numbers.ts";

/** What a run has done so far. */
export function BackfillResult({ run: { result } }: { readonly run: Backfill }) {
  return (
    <Section title="Result">
      <SideCounts label="Result by side" rows={[{ name: "Written", bySide: result.written }]} />
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="sm">
        <Figure name="Tickets done" value={counted(result.ticketsDone)} />
        <Figure name="Failed" value={counted(result.ticketsFailed)} tone={result.ticketsFailed > 0 ? "bad" : null} />
        <Figure name="Adopted" value={counted(result.adopted)} />
        <Figure name="Held" value={counted(result.held)} tone={result.held > 0 ? "bad" : null} />
        {classWords.map(({ name, word, meaning }) => (
          <Figure key={name} name={word} value={counted(result.classes[name])} meaning={meaning} />
        ))}
      </SimpleGrid>
    </Section>
  );
}
