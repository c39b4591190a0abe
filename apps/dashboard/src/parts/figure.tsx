import { Text, Tooltip } from "@mantine/core";

import type { Tone } from "../words/states.ts";
import { AnchorTo } from "./anchor-to.tsx";

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly meaning?: string;
  /** Where what was counted is listed. */
  readonly to?: string;
  readonly tone?: Tone | null;
}

/** A number with what it counts. */
export function Figure({ name, value, meaning, to, tone = null }: FigureProps) {
  const color = tone === null ? "var(--ink)" : `var(--${tone})`;
  const label = (
    <Text
      size="xs"
      c="dimmed"
      w="fit-content"
      style={{ whiteSpace: "nowrap" }}
      tabIndex={meaning === undefined ? undefined : 0}
    >
      {name}
    </Text>
  );
  return (
    <div>
      {meaning === undefined ? label : <Tooltip label={meaning}>{label}</Tooltip>}
      <Text fz={20} fw={600} lh={1.3} style={{ whiteSpace: "nowrap" }}>
        {to === undefined ? (
          value
        ) : (
          <AnchorTo to={to} inherit c={color} aria-label={`${name}: ${value}`}>
            {value}
          </AnchorTo>
        )}
      </Text>
    </div>
  );
}
