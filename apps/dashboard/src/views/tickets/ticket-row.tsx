import { Table } from "@mantine/core";

import type { Link } from "../../api/shapes.ts";
import { CountCell } from "../../parts/count-cell.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { laneTotals } from "../../words/lanes.ts";
import { LinkMenu } from "./link-menu.tsx";
import { LinkState } from "./link-state.tsx";
import { TicketName } from "./ticket-name.tsx";

export function TicketRow({ link }: { readonly link: Link }) {
  const totals = laneTotals(link.lanes);
  return (
    <Table.Tr>
      <Table.Td>
        <TicketName side="superoffice" link={link} />
      </Table.Td>
      <Table.Td>
        <TicketName side="requestor" link={link} />
      </Table.Td>
      <Table.Td>
        <LinkState link={link} />
      </Table.Td>
      <CountCell value={totals.mirrored} />
      <CountCell value={totals.pending} />
      <CountCell value={totals.uncertain} tone="wait" />
      <CountCell value={totals.held} tone="bad" />
      <Table.Td>
        <TimeAgo at={link.createdAt} />
      </Table.Td>
      <Table.Td>
        <LinkMenu link={link} />
      </Table.Td>
    </Table.Tr>
  );
}
