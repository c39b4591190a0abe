import { IconMessageOff } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";

export function NoSuchMessage({ id }: { readonly id: string }) {
  return (
    <Empty
      title={`There is no message ${id}`}
      icon={IconMessageOff}
      actions={
        <>
          <AnchorTo to="/messages">All messages</AnchorTo>
          <AnchorTo to="/tickets">All linked tickets</AnchorTo>
        </>
      }
    >
      The number is the bridge’s own, not a helpdesk’s. Each pair of tickets leads to its messages.
    </Empty>
  );
}
