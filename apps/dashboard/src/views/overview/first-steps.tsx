import { Group } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Empty } from "../../parts/empty.tsx";

/** What to do while no ticket is linked. */
export function FirstSteps() {
  return (
    <Empty
      title="No tickets are linked yet"
      icon={IconLink}
      actions={
        <Group gap="md" justify="center">
          <AnchorTo to="/tickets">Link two tickets</AnchorTo>
          <AnchorTo to="/backfill">Plan a backfill</AnchorTo>
          <AnchorTo to="/connections">Check the connections</AnchorTo>
        </Group>
      }
    >
      Nothing crosses until a SuperOffice ticket is linked to its Requestor counterpart.
    </Empty>
  );
}
