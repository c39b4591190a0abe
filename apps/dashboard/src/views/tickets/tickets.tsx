import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconLink } from "@tabler/icons-react";

import { useLinks } from "../../api/links.ts";
import { useMay } from "../../app/session-context.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
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
      <Listed
        pages={links}
        empty={
          <Empty title={isFiltered ? "No pair of tickets is like this" : "No tickets are linked"} icon={IconLink}>
            {isFiltered
              ? "Look for an id of either side, a reference or the beginning of a word of a title."
              : "Link a SuperOffice ticket to its Requestor counterpart, or link many at once with a backfill."}
          </Empty>
        }
      >
        {(items) => <TicketTable links={items} />}
      </Listed>
    </View>
  );
}

function openLinkForm(): void {
  modals.open({ title: "Link two tickets", children: <LinkForm onDone={modals.closeAll} /> });
}
