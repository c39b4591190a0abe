import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconHistory, IconListDetails } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { useBackfills } from "../../api/backfills.ts";
import { useMay } from "../../app/session-context.ts";
import { Empty } from "../../parts/empty.tsx";
import { Listed } from "../../parts/listed.tsx";
import { View } from "../../parts/view.tsx";
import { BackfillForm } from "./backfill-form.tsx";
import { BackfillTable } from "./backfill-table.tsx";

/** The runs that carry history over. */
export function Backfills() {
  const runs = useBackfills();
  const mayAct = useMay("operator");
  const [, navigate] = useLocation();
  const openForm = () =>
    modals.open({
      title: "Plan a backfill",
      size: "lg",
      children: (
        <BackfillForm
          onCancel={modals.closeAll}
          onPlanned={(id) => {
            modals.closeAll();
            navigate(`/backfill/${id}`);
          }}
        />
      ),
    });
  const plan = mayAct && (
    <Button leftSection={<IconListDetails size={18} aria-hidden />} onClick={openForm}>
      Plan a backfill
    </Button>
  );
  return (
    <View
      title="Backfill"
      lead="Carries over what was said before the bridge came, in order and quietly."
      actions={plan}
    >
      <Listed
        pages={runs}
        empty={
          <Empty title="No backfill yet" icon={IconHistory}>
            A plan shows first what would be written, and writes nothing.
          </Empty>
        }
      >
        {(items) => <BackfillTable runs={items} />}
      </Listed>
    </View>
  );
}
