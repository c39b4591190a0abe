import { Paper, Table } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { CSSProperties, ReactNode } from "react";

import styles from "./parts.module.css";

interface TableCardProps {
  /** What the table lists, for who cannot see it. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** What its columns need side by side, in pixels; where there is less, each row is a card of its own. */
  readonly minWidth?: number;
  readonly children: ReactNode;
}

export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly isHidden?: boolean;
  /** In a card its content needs no name over it. */
  readonly isPlain?: boolean;
}

/** The navigation and the space around a view. */
const besides = 280;

/**
 * A table in a card, or a card for each row where the screen is too narrow: scrolled sideways, the words that matter and
 * the acts would be out of sight. Each cell keeps its role there, which its look as a block would take from it.
 */
export function TableCard({ label, columns, minWidth = 640, children }: TableCardProps) {
  const query = `(max-width: ${(minWidth + besides) / 16}em)`;
  const isCards = useMediaQuery(query, undefined, { getInitialValueInEffect: false });
  const table = (
    <Table
      aria-label={label}
      role="table"
      className={`${styles["table"]} ${isCards ? styles["cards"] : ""}`}
      style={isCards ? namesOf(columns) : undefined}
    >
      <Table.Thead role="rowgroup">
        <Table.Tr>
          {columns.map(({ name, isNumber, isHidden }) => (
            <Table.Th key={name} role="columnheader" className={isNumber === true ? "number" : undefined}>
              {isHidden === true ? <span className="visually-hidden">{name}</span> : name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">{children}</Table.Tbody>
    </Table>
  );
  return (
    <Paper>
      {isCards ? (
        <section aria-label={label}>{table}</section>
      ) : (
        <Table.ScrollContainer
          minWidth={minWidth}
          type="native"
          pos="relative"
          role="region"
          tabIndex={0}
          aria-label={label}
        >
          {table}
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

/** For the style sheet, which writes them over the cells of a card. */
function namesOf(columns: readonly Column[]): CSSProperties {
  const shown = ({ name, isHidden, isPlain }: Column) =>
    isHidden === true || isPlain === true ? "none" : JSON.stringify(name);
  return Object.fromEntries(columns.map((column, place) => [`--column-${place + 1}`, shown(column)]));
}
