import { Group } from "@mantine/core";
import type { ReactNode } from "react";

import { useLink } from "../../api/links.ts";
import type { Link } from "../../api/shapes.ts";
import { LinkState } from "../../marks/link-state.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { One } from "../../parts/one.tsx";
import { View } from "../../parts/view.tsx";
import { LinkMenu } from "../tickets/link-menu.tsx";
import { Conversation } from "./conversation.tsx";
import { NotLinked } from "./not-linked.tsx";
import { TicketHeading } from "./ticket-heading.tsx";
import { TicketStanding } from "./ticket-standing.tsx";

/** One pair of tickets. */
export function Ticket({ params: { id } }: { readonly params: { readonly id: string } }) {
  const link = useLink(id);
  return (
    <One query={link} title="Ticket" missing={<NotLinked linkId={id} />}>
      {(read, trouble) => <TicketView link={read} trouble={trouble} />}
    </One>
  );
}

function TicketView({ link, trouble }: { readonly link: Link; readonly trouble: ReactNode }) {
  const title = `Tickets ${link.superofficeTicketId} and ${link.requestorRef ?? link.requestorTicketId}`;
  return (
    <View
      title={title}
      titleContent={
        <Group gap="sm">
          {title}
          <LinkState link={link} isLinked />
        </Group>
      }
      lead={<AnchorTo to={`/messages?linkId=${link.id}`}>Its messages as a list</AnchorTo>}
      actions={<LinkMenu link={link} />}
    >
      {trouble}
      <TicketStanding link={link} />
      <TicketHeading link={link} />
      <Conversation linkId={link.id} />
    </View>
  );
}
