import { Table } from "@mantine/core";

import { SideMark } from "../marks/side-mark.tsx";
import { counted } from "../words/numbers.ts";
import { sides } from "../words/sides.ts";
import styles from "./parts.module.css";

interface SideCountsProps {
  readonly label: string;
  readonly rows: readonly {
    readonly name: string;
    readonly bySide: { readonly superoffice: number; readonly requestor: number };
  }[];
}

/** The same counts of both helpdesks, one column each. */
export function SideCounts({ label, rows }: SideCountsProps) {
  return (
    <Table
      aria-label={label}
      className={styles["counts"]}
      withRowBorders={false}
      highlightOnHover={false}
      verticalSpacing={4}
      horizontalSpacing={0}
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          {sides.map((side) => (
            <Table.Th key={side} className="number">
              <SideMark side={side} />
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, bySide }) => (
          <Table.Tr key={name}>
            <Table.Th fw={400}>{name}</Table.Th>
            {sides.map((side) => (
              <Table.Td key={side} className="number">
                {counted(bySide[side])}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
