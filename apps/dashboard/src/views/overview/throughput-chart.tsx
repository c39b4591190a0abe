import { Group, Text, Tooltip } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useState, type PointerEvent } from "react";

import type { Throughput } from "../../api/shapes.ts";
import { chartRows, type ChartRow } from "../../words/chart-rows.ts";
import { counted, countOf } from "../../words/numbers.ts";
import { directions, directionWords } from "../../words/sides.ts";
import { Bars } from "./bars.tsx";
import styles from "./chart.module.css";
import { columnAt, layOut } from "./chart-layout.ts";

interface ThroughputChartProps {
  readonly throughput: Throughput;
  readonly height: number;
}

/**
 * Counts per minute, quarter of an hour or hour, one colour a source. Drawn by ourselves: the component library's chart is
 * 115 KB of gzipped script, as much as half of what a first load may have.
 */
export function ThroughputChart({ throughput, height }: ThroughputChartProps) {
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const rows = chartRows(throughput);
  const pointed = at === null ? undefined : rows[at];
  const point = ({ clientX, currentTarget }: PointerEvent) => {
    setAt(columnAt(clientX - currentTarget.getBoundingClientRect().left, rows.length, width));
  };
  return (
    <figure className={styles["figure"]}>
      <div aria-hidden ref={ref}>
        <Tooltip.Floating label={<Counts row={pointed} />} disabled={pointed === undefined}>
          <svg
            className={styles["chart"]}
            width={width}
            height={height}
            onPointerMove={point}
            onPointerLeave={() => setAt(null)}
          >
            <Bars layout={layOut(rows, width, height)} width={width} height={height} pointed={at} />
          </svg>
        </Tooltip.Floating>
        <Group justify="flex-end" gap="md" my="xs">
          {directions.map((direction) => (
            <Group key={direction} gap={6} wrap="nowrap">
              <span className={`${styles["swatch"]} ${styles[direction]}`} />
              <Text size="sm">{directionWords(direction)}</Text>
            </Group>
          ))}
        </Group>
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {totalsOf(rows)} in the last {throughput.span}.
      </Text>
    </figure>
  );
}

function Counts({ row }: { readonly row: ChartRow | undefined }) {
  if (row === undefined) return null;
  return (
    <>
      {row.label}
      {directions.map((direction) => (
        <div key={direction}>
          {directionWords(direction)}: {counted(row[direction])}
        </div>
      ))}
    </>
  );
}

function totalsOf(rows: readonly ChartRow[]): string {
  const totals = directions.map((direction) => {
    const sum = rows.reduce((total, row) => total + row[direction], 0);
    return `${countOf(sum, "message")} ${directionWords(direction)}`;
  });
  return totals.join(", ");
}
