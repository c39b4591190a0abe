import type { Audit } from "../../api/shapes.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { AuditRow } from "./audit-row.tsx";

const columns: readonly Column[] = [
  { name: "Tickets", isPlain: true },
  { name: "Parity", isNumber: true },
  { name: "Should", isNumber: true },
  { name: "Agree", isNumber: true },
  { name: "On their way", isNumber: true },
  { name: "Compared" },
  { name: "Found", isPlain: true },
  { name: "Acts", isHidden: true },
];

export function AuditTable({ audits }: { readonly audits: readonly Audit[] | undefined }) {
  return (
    <TableCard label="Audit of each link" columns={columns} minWidth={860}>
      {audits === undefined ? (
        <SkeletonRows columns={columns.length} />
      ) : (
        audits.map((audit) => <AuditRow key={audit.linkId} audit={audit} />)
      )}
    </TableCard>
  );
}
