import { SegmentedControl, Skeleton } from "@mantine/core";

import { spans, useThroughput, type Span } from "../../api/overview.ts";
import { useFilters } from "../../app/use-filters.ts";
import { Section } from "../../parts/section.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { ThroughputChart } from "./throughput-chart.tsx";

const chartHeight = 196;
/** What stands below the chart: its legend and its sentence. */
const below = 60;
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
      {throughput.data === undefined ? (
        <Skeleton h={chartHeight + below} />
      ) : (
        <ThroughputChart throughput={throughput.data} height={chartHeight} />
      )}
    </Section>
  );
}
