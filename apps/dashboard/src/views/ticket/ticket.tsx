import { IconTicketOff } from "@tabler/icons-react";

import { useLink } from "../../api/links.ts";
import { ProblemError } from "../../api/problem-error.ts";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";
import { SkeletonView } from "../../parts/skeleton-view.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { LinkMenu } from "../tickets/link-menu.tsx";
import { Conversation } from "./conversation.tsx";
import { TicketHeading } from "./ticket-heading.tsx";

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
  return (
    <View
      title={`Tickets ${link.data.superofficeTicketId} and ${link.data.requestorRef ?? link.data.requestorTicketId}`}
      lead={<AnchorTo to={`/messages?linkId=${id}`}>Its messages as a list</AnchorTo>}
      actions={<LinkMenu link={link.data} />}
    >
      <TicketHeading link={link.data} />
      <Conversation linkId={id} />
    </View>
  );
}
