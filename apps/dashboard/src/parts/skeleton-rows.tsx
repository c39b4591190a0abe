import { Skeleton, Table } from "@mantine/core";

interface SkeletonRowsProps {
  readonly columns: number;
  readonly rows?: number;
}

/** Stands where rows will be, as high as they are. */
export function SkeletonRows({ columns, rows = 8 }: SkeletonRowsProps) {
  return Array.from({ length: rows }, (_row, row) => (
    <Table.Tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_column, column) => (
        <Table.Td key={column}>
          <Skeleton h={14} my={5} w={`${55 + ((row * 7 + column * 13) % 40)}%`} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}
