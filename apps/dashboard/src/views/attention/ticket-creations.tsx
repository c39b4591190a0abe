import { useCreations } from "../../api/creations.ts";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";
import { CreationRow } from "./creation-row.tsx";

const columns: readonly Column[] = [
  { name: "Ticket", isPlain: true },
  { name: "State", isPlain: true },
  { name: "Attempts", isNumber: true },
  { name: "Seen" },
  { name: "Reason", isPlain: true },
  { name: "Acts", isHidden: true },
];

/** Tickets whose counterpart could not be made. */
export function TicketCreations() {
  const held = useCreations("held");
  const uncertain = useCreations("uncertain");
  const isRead = held.items !== undefined && uncertain.items !== undefined;
  return (
    <TableCard label="Tickets without a counterpart" columns={columns}>
      {isRead ? (
        [...(held.items ?? []), ...(uncertain.items ?? [])].map((creation) => (
          <CreationRow key={creation.id} creation={creation} />
        ))
      ) : (
        <SkeletonRows columns={columns.length} rows={3} />
      )}
    </TableCard>
  );
}
