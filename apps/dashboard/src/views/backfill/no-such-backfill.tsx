import { IconHistoryOff } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";

export function NoSuchBackfill() {
  return (
    <Empty
      title="There is no such backfill"
      icon={IconHistoryOff}
      actions={<AnchorTo to="/backfill">All backfills</AnchorTo>}
    >
      It was discarded, or it was a plan only: of these the bridge keeps the last ten until it is restarted. A new one
      is planned from the list.
    </Empty>
  );
}
