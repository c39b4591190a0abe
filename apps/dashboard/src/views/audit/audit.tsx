import { SegmentedControl } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";

import { useAudits } from "../../api/audits.ts";
import { useStatus } from "../../api/status.ts";
import { useFilters } from "../../app/use-filters.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
import { View } from "../../parts/view.tsx";
import { AuditTable } from "./audit-table.tsx";
import { AuditTotalsCard } from "./audit-totals.tsx";

/** What the standing comparison of both sides has found. */
export function Audit() {
  const [{ findings }, change] = useFilters(["findings"]);
  const isFindingsOnly = findings === "only";
  const audits = useAudits(isFindingsOnly);
  const status = useStatus();
  return (
    <View
      title="Audit"
      lead="The bridge compares both tickets of every link, one after the other, all the time."
      actions={
        <SegmentedControl
          aria-label="Tickets shown"
          data={[
            { value: "all", label: "All tickets" },
            { value: "only", label: "With findings" },
          ]}
          value={isFindingsOnly ? "only" : "all"}
          onChange={(value) => change({ findings: value === "only" ? "only" : null })}
        />
      }
    >
      <AuditTotalsCard totals={status.data?.audit} />
      <Listed
        pages={audits}
        empty={
          <Empty title={isFindingsOnly ? "Nothing was found" : "No tickets are linked"} icon={IconListCheck}>
            {isFindingsOnly
              ? "Both sides say the same wherever they were compared."
              : "Link tickets, and they are compared."}
          </Empty>
        }
      >
        {(items) => <AuditTable audits={items} />}
      </Listed>
    </View>
  );
}
