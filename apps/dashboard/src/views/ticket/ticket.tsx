import { Group } from "@mantine/core";
import { IconTicketOff } from "@tabler/icons-react";

import { useLink } from "../../api/links.ts";
import { ProblemError } from "../../api/problem-error.ts";
import { LinkState } from "../../marks/link-state.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { LinkMenu } from "../tickets/link-menu.tsx";
import { Conversation } from "./conversation.tsx";
import { TicketHeading } from "./ticket-heading.tsx";
import { TicketStanding } from "./ticket-standing.tsx";

/** One pair of tickets. */
export function Ticket({ params: { id } }: { readonly params: { readonly id: string } }) {
  const link = useLink(id);
  if (link.isError) {
    return (
      <View title="Ticket">
        {link.error instanceof ProblemError && link.error.status === 404 ? (
          <Empty title="These tickets are not linked" icon={IconTicketOff} />
        ) : (
          <Trouble error={link.error} onRetry={() => void link.refetch()} />
        )}
      </View>
    );
  }
  if (link.data === undefined) return <SkeletonView />;
  const title = `Tickets ${link.data.superofficeTicketId} and ${link.data.requestorRef ?? link.data.requestorTicketId}`;
  return (
    <View
      title={title}
      titleContent={
        <Group gap="sm">
          {title}
          <LinkState link={link.data} isLinked />
        </Group>
      }
      lead={<AnchorTo to={`/messages?linkId=${id}`}>Its messages as a list</AnchorTo>}
      actions={<LinkMenu link={link.data} />}
    >
      <TicketStanding link={link.data} />
      <TicketHeading link={link.data} />
      <Conversation linkId={id} />
    </View>
  );
}
