import { Button, Group, Table, Text } from "@mantine/core";
import { modals } from "@mantine/modals";

import { useAdoptCreation, useRetryCreation, useSkipCreation } from "../../api/creations.ts";
import type { Creation } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { AdoptForm } from "../../parts/adopt-form.tsx";
import { CountCell } from "../../parts/count-cell.tsx";
import { SkipForm } from "../../parts/skip-form.tsx";
import { sideName } from "../../words/sides.ts";

export function CreationRow({ creation }: { readonly creation: Creation }) {
  const { id, source, state, attempts, learnedAt, reason } = creation;
  const retry = useRetryCreation();
  const skip = useSkipCreation();
  const adopt = useAdoptCreation();
  const mayAct = useMay("operator");
  const other = source.side === "superoffice" ? "requestor" : "superoffice";
  const openSkip = () =>
    modals.open({
      title: `Leave ticket ${source.ticketId} without a counterpart?`,
      children: (
        <SkipForm onSkip={async (why) => void (await skip.mutateAsync({ id, reason: why }))} onDone={modals.closeAll} />
      ),
    });
  const openAdopt = () =>
    modals.open({
      title: `Name the counterpart of ticket ${source.ticketId}`,
      children: (
        <AdoptForm
          label={`Ticket id in ${sideName(other)}`}
          description="Both tickets are linked."
          onAdopt={async (targetTicketId) => void (await adopt.mutateAsync({ id, targetTicketId }))}
          onDone={modals.closeAll}
        />
      ),
    });
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <SideMark side={source.side} short /> {source.ticketId}
      </Table.Td>
      <Table.Td>
        <StateBadge state={state} />
      </Table.Td>
      <CountCell value={attempts} />
      <Table.Td>
        <TimeAgo at={learnedAt} />
      </Table.Td>
      <Table.Td className="words">
        <Text size="sm">{reason}</Text>
      </Table.Td>
      <Table.Td className="words">
        {mayAct && (
          <Group gap={4} wrap="nowrap">
            <Button size="compact-sm" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ id })}>
              Try again
            </Button>
            <Button size="compact-sm" variant="default" onClick={openSkip}>
              Skip…
            </Button>
            <Button size="compact-sm" variant="default" onClick={openAdopt}>
              Adopt…
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
