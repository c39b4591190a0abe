import type { Mirror } from "../../api/shapes.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { MessageRow } from "./message-row.tsx";

const columns: readonly Column[] = [
  { name: "Message", isPlain: true },
  { name: "Direction", isPlain: true },
  { name: "State", isPlain: true },
  { name: "Visibility", isPlain: true },
  { name: "Source" },
  { name: "Mirror" },
  { name: "Attempts", isNumber: true },
  { name: "Captured" },
  { name: "Reason", isPlain: true },
];

/** Undefined: not read yet. */
export function MessageTable({ mirrors }: { readonly mirrors: readonly Mirror[] | undefined }) {
  return (
    <TableCard label="Messages" columns={columns} minWidth={900}>
      {mirrors === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        mirrors.map((mirror) => <MessageRow key={mirror.id} mirror={mirror} />)
      )}
    </TableCard>
  );
}
