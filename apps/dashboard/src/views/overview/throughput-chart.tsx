import "@mantine/charts/styles.css";

import { BarChart } from "@mantine/charts";
import { Text } from "@mantine/core";

import type { Throughput } from "../../api/shapes.ts";
import { chartRows } from "../../words/chart-rows.ts";
import { counted, countOf } from "../../words/numbers.ts";
import { directions, directionWords, sourceOf } from "../../words/sides.ts";

interface ThroughputChartProps {
  readonly throughput: Throughput;
  readonly height: number;
}

/** Counts per minute, quarter of an hour or hour, one colour a source. */
export function ThroughputChart({ throughput, height }: ThroughputChartProps) {
  const rows = chartRows(throughput);
  const series = directions.map((direction) => ({
    name: direction,
    label: directionWords(direction),
    color: `var(--${sourceOf(direction)})`,
  }));
  const totals = directions.map((direction) => {
    const sum = rows.reduce((total, row) => total + row[direction], 0);
    return `${countOf(sum, "message")} ${directionWords(direction)}`;
  });
  return (
    // The chart follows a narrower screen a moment later; until then it must not widen the page.
    <figure style={{ margin: 0, minWidth: 0, overflow: "hidden" }}>
      <div aria-hidden>
        <BarChart
          h={height}
          data={rows}
          dataKey="label"
          type="stacked"
          series={series}
          withLegend
          legendProps={{ verticalAlign: "bottom" }}
          valueFormatter={counted}
          tickLine="none"
          gridAxis="x"
          yAxisProps={{ width: 40, allowDecimals: false }}
          xAxisProps={{ minTickGap: 40 }}
          barChartProps={{ accessibilityLayer: false, margin: { top: 12, right: 5, bottom: 5, left: 5 } }}
          barProps={{ isAnimationActive: false }}
        />
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {totals.join(", ")} in the last {throughput.span}.
      </Text>
    </figure>
  );
}
