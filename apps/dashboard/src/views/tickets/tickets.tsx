import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconLink } from "@tabler/icons-react";

import { useLinks } from "../../api/links.ts";
import { useMay } from "../../app/session-context.ts";
import { Empty } from "../../parts/empty.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { LinkForm } from "./link-form.tsx";
import { TicketFilters } from "./ticket-filters.tsx";
import { TicketTable } from "./ticket-table.tsx";
import { useTicketFilter } from "./use-ticket-filter.ts";

/** The linked pairs of tickets. */
export function Tickets() {
  const { filter, values, change, isFiltered } = useTicketFilter();
  const links = useLinks(filter);
  const mayAct = useMay("operator");
  const linkTickets = mayAct && (
    <Button leftSection={<IconLink size={18} aria-hidden />} onClick={openLinkForm}>
      Link two tickets
    </Button>
  );
  return (
    <View title="Tickets" lead="Each pair of linked tickets tells the same story." actions={linkTickets}>
      <TicketFilters values={values} onChange={change} />
      {links.isError && <Trouble error={links.error} onRetry={() => void links.refetch()} />}
      {links.items?.length === 0 ? (
        <Empty title={isFiltered ? "No pair of tickets is like this" : "No tickets are linked"} icon={IconLink}>
          {isFiltered
            ? "Look for an id of either side, a reference or the beginning of a word of a title."
            : "Link a SuperOffice ticket to its Requestor counterpart, or link many at once with a backfill."}
        </Empty>
      ) : (
        !links.isError && <TicketTable links={links.items} />
      )}
      <MoreButton pages={links} />
    </View>
  );
}

function openLinkForm(): void {
  modals.open({ title: "Link two tickets", children: <LinkForm onDone={modals.closeAll} /> });
}
