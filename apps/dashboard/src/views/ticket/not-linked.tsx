import { Group } from "@mantine/core";
import { IconTicketOff } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";

/** What crossed until a pair was unlinked stays in the list of messages. */
export function NotLinked({ linkId }: { readonly linkId: string }) {
  return (
    <Empty
      title="These tickets are not linked"
      icon={IconTicketOff}
      actions={
        <Group>
          <AnchorTo to={`/messages?linkId=${encodeURIComponent(linkId)}`}>The messages of these tickets</AnchorTo>
          <AnchorTo to="/tickets">All linked tickets</AnchorTo>
        </Group>
      }
    >
      They may have been unlinked meanwhile. Look for either of them in the list, or link them there.
    </Empty>
  );
}
