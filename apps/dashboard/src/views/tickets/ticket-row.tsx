import { Table, Text } from "@mantine/core";

import type { FoundLink } from "../../api/shapes.ts";
import { CountCell } from "../../parts/count-cell.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { laneTotals } from "../../words/lanes.ts";
import { sides } from "../../words/sides.ts";
import { LinkMenu } from "./link-menu.tsx";
import { LinkState } from "../../marks/link-state.tsx";
import { TicketName } from "./ticket-name.tsx";

export function TicketRow({ link }: { readonly link: FoundLink }) {
  const totals = laneTotals(link.lanes);
  return (
    <Table.Tr>
      {sides.map((side) => (
        <Table.Td key={side} className="broad named">
          <TicketName side={side} link={link} />
        </Table.Td>
      ))}
      <Table.Td>
        <LinkState link={link} isLinked={link.active} />
      </Table.Td>
      <Table.Td>{link.activeAt === null ? <Text c="dimmed">–</Text> : <TimeAgo at={link.activeAt} />}</Table.Td>
      <CountCell value={totals.held} tone="bad" />
      <CountCell value={totals.uncertain} tone="wait" />
      <CountCell value={totals.pending} />
      <CountCell value={totals.mirrored} />
      <Table.Td className="corner">{link.active && <LinkMenu link={link} />}</Table.Td>
    </Table.Tr>
  );
}
