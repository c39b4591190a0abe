import { IconTicketOff } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";

export function NotLinked() {
  return (
    <Empty
      title="These tickets are not linked"
      icon={IconTicketOff}
      actions={<AnchorTo to="/tickets">All linked tickets</AnchorTo>}
    >
      They may have been unlinked meanwhile. Look for either of them in the list, or link them there.
    </Empty>
  );
}
