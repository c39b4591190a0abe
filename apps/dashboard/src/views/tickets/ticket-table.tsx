import type { FoundLink } from "../../api/shapes.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { TicketRow } from "./ticket-row.tsx";

const columns: readonly Column[] = [
  { name: "SuperOffice", isPlain: true },
  { name: "Requestor", isPlain: true },
  { name: "State", isPlain: true },
  // Before the figures, so that a card has these in one row.
  { name: "Last message" },
  { name: "Held", isNumber: true },
  { name: "Uncertain", isNumber: true },
  { name: "Waiting", isNumber: true },
  { name: "Mirrored", isNumber: true },
  { name: "Acts", isHidden: true },
];

/** Undefined: not read yet. */
export function TicketTable({ links }: { readonly links: readonly FoundLink[] | undefined }) {
  return (
    <TableCard label="Linked tickets" columns={columns} minWidth={860}>
      {links === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        links.map((link) => <TicketRow key={link.id} link={link} />)
      )}
    </TableCard>
  );
}
