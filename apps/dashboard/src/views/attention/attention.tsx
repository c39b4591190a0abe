import { Group, Skeleton, Stack } from "@mantine/core";
import { IconMoodCheck } from "@tabler/icons-react";

import { useAttention } from "../../api/attention.ts";
import { useStatus } from "../../api/status.ts";
import { useFilters } from "../../app/use-filters.ts";
import { AlarmNotice } from "../../parts/alarm-notice.tsx";
import { Empty } from "../../parts/empty.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { Narrowing } from "../../parts/narrowing.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { directionChoices } from "../../words/choices.ts";
import { needsOf } from "../../words/needs.ts";
import { directions } from "../../words/sides.ts";
import { ActOnAll } from "./act-on-all.tsx";
import { AttentionGroupCard } from "./attention-group.tsx";
import { SideTrouble } from "./side-trouble.tsx";
import { StoppedTickets } from "./stopped-tickets.tsx";
import { TicketCreations } from "./ticket-creations.tsx";

/** What a person has to look at: first what stops everything, then what is held or uncertain, by what the cause is. */
export function Attention() {
  const [values, change] = useFilters(["direction", "linkId"]);
  const filter = {
    direction: directions.find((direction) => direction === values.direction),
    linkId: values.linkId ?? undefined,
  };
  const isFiltered = filter.direction !== undefined || filter.linkId !== undefined;
  const attention = useAttention(filter);
  const status = useStatus();
  // Both at once: what comes later would push down what stands there already.
  const shown = status.isPending ? undefined : attention.data;
  const failed = [attention, status].find(({ isError }) => isError);
  const needs = status.data === undefined || attention.isPending ? null : needsOf(status.data, filter.direction);
  // By one ticket, its own view tells whether it is stopped.
  const stopped = filter.linkId === undefined ? needs?.stopped : [];
  return (
    <View
      title="Needs attention"
      lead="Nothing here expires: each waits until it is tried again, skipped or adopted."
      actions={
        shown !== undefined &&
        shown.groups.length > 1 && <ActOnAll filter={filter} shown={shown} groups={shown.groups} what="All of these." />
      }
    >
      {needs !== null && <AlarmNotice />}
      {needs?.troubles.map((each) => (
        <SideTrouble key={each.side} of={each} />
      ))}
      <Group gap="sm" align="flex-end">
        <FilterSelect
          label="Direction"
          choices={directionChoices}
          value={values.direction}
          onChange={(direction) => change({ direction })}
        />
        {filter.linkId !== undefined && (
          <Narrowing without="Show what is held of all tickets" onRemove={() => change({ linkId: null })}>
            Of one pair of tickets only
          </Narrowing>
        )}
      </Group>
      {failed !== undefined && <Trouble error={failed.error} onRetry={() => void failed.refetch()} />}
      {shown === undefined && failed === undefined && <Skeleton h={160} />}
      {stopped?.map((each) => (
        <StoppedTickets key={each.direction} stopped={each} />
      ))}
      {shown?.total === 0 && needs?.count === 0 && needs.troubles.length === 0 && !isFiltered && (
        <Empty title="Nothing needs you" icon={IconMoodCheck}>
          Every message that should cross has crossed or is on its way.
        </Empty>
      )}
      {shown?.total === 0 && isFiltered && stopped?.length === 0 && (
        <Empty title="Nothing is held or uncertain here">Take the filter away to see the rest.</Empty>
      )}
      <Stack gap="md">
        {shown?.groups.map((group) => (
          <AttentionGroupCard key={`${group.of} ${group.cause}`} group={group} filter={filter} />
        ))}
      </Stack>
      {shown?.groups.some(({ of }) => of === "ticket") === true && <TicketCreations />}
    </View>
  );
}
