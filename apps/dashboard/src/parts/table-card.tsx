import { Paper, Table } from "@mantine/core";
import type { ReactNode } from "react";

import styles from "./parts.module.css";

interface TableCardProps {
  /** What the table lists, for who cannot see it. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly minWidth?: number;
  readonly children: ReactNode;
}

export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly isHidden?: boolean;
}

/** A table in a card; on a narrow screen it scrolls within it. */
export function TableCard({ label, columns, minWidth = 640, children }: TableCardProps) {
  return (
    <Paper>
      <Table.ScrollContainer
        minWidth={minWidth}
        type="native"
        pos="relative"
        role="region"
        tabIndex={0}
        aria-label={label}
      >
        <Table aria-label={label} className={styles["table"]}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ name, isNumber, isHidden }) => (
                <Table.Th key={name} className={isNumber === true ? "number" : undefined}>
                  {isHidden === true ? <span className="visually-hidden">{name}</span> : name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
