import { counted } from "../../words/numbers.ts";
import { margin, type ChartLayout } from "./chart-layout.ts";
import styles from "./chart.module.css";

interface BarsProps {
  readonly layout: ChartLayout;
  readonly width: number;
  readonly height: number;
  /** The place of the column under the pointer. */
  readonly pointed: number | null;
}

/** What stands within the chart's frame. */
export function Bars({ layout: { columns, lines, labels }, width, height, pointed }: BarsProps) {
  const under = pointed === null ? undefined : columns[pointed];
  const ground = height - margin.bottom;
  return (
    <>
      {under !== undefined && (
        <rect
          className={styles["pointed"]}
          x={under.x}
          y={margin.top}
          width={under.width}
          height={ground - margin.top}
        />
      )}
      {lines.map(({ y, count }) => (
        <g key={count}>
          <line className={styles["line"]} x1={margin.left} x2={width - margin.right} y1={y} y2={y} />
          <text className={styles["label"]} x={margin.left - 8} y={y} dy="0.32em" textAnchor="end">
            {counted(count)}
          </text>
        </g>
      ))}
      {columns.map(({ x, width: across, bars }) =>
        bars.map(({ direction, y, height: tall }) => (
          <rect key={`${x} ${direction}`} className={styles[direction]} x={x} y={y} width={across} height={tall} />
        )),
      )}
      {labels.map(({ x, label }) => (
        <text key={x} className={styles["label"]} x={x} y={height - 6} textAnchor="middle">
          {label}
        </text>
      ))}
    </>
  );
}
