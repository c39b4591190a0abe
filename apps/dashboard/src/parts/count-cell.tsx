import { Table, Text } from "@mantine/core";

import { counted } from "../words/numbers.ts";
import type { Tone } from "../words/states.ts";

interface CountCellProps {
  readonly value: number;
  /** How it stands out when it is not zero. */
  readonly tone?: Tone;
}

/** A count in a table; a zero stays in the background. */
export function CountCell({ value, tone }: CountCellProps) {
  const stands = value > 0 && tone !== undefined;
  return (
    <Table.Td className="number">
      <Text
        span
        inherit
        c={value === 0 ? "dimmed" : stands ? `var(--${tone})` : undefined}
        fw={stands ? 650 : undefined}
      >
        {counted(value)}
      </Text>
    </Table.Td>
  );
}
