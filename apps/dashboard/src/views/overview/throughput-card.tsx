import { SegmentedControl, Skeleton } from "@mantine/core";
import { Suspense } from "react";

import { spans, useThroughput, type Span } from "../../api/overview.ts";
import { Boundary } from "../../app/boundary.tsx";
import { lazyPart } from "../../app/lazy-part.ts";
import { useFilters } from "../../app/use-filters.ts";
import { Section } from "../../parts/section.tsx";
import { Trouble } from "../../parts/trouble.tsx";

// The chart weighs as much as all the rest of the page.
const ThroughputChart = lazyPart(async () => (await import("./throughput-chart.tsx")).ThroughputChart);

const chartHeight = 220;
const choices: Readonly<Record<Span, string>> = { hour: "Hour", day: "Day", week: "Week" };

export function ThroughputCard() {
  const [{ span: asked }, change] = useFilters(["span"]);
  const span = spans.find((each) => each === asked) ?? "hour";
  const throughput = useThroughput(span);
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="The last"
      data={spans.map((each) => ({ value: each, label: choices[each] }))}
      value={span}
      onChange={(value) => change({ span: value === "hour" ? null : value })}
    />
  );
  return (
    <Section title="Mirrored messages" aside={choice}>
      {throughput.isError && <Trouble error={throughput.error} />}
      <Boundary place={span}>
        <Suspense fallback={<Skeleton h={chartHeight} />}>
          {throughput.data === undefined ? (
            <Skeleton h={chartHeight} />
          ) : (
            <ThroughputChart throughput={throughput.data} height={chartHeight} />
          )}
        </Suspense>
      </Boundary>
    </Section>
  );
}
