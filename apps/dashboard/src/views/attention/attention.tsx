import { Group, Skeleton, Stack } from "@mantine/core";
import { IconMoodCheck } from "@tabler/icons-react";

import { useAttention } from "../../api/attention.ts";
import { useStatus } from "../../api/status.ts";
import { useFilters } from "../../app/use-filters.ts";
import { Empty } from "../../parts/empty.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { View } from "../../parts/view.tsx";
import { directions } from "../../words/sides.ts";
import { directionChoices } from "../../words/choices.ts";
import { ActOnAll } from "./act-on-all.tsx";
import { AttentionGroupCard } from "./attention-group.tsx";
import { StoppedTickets } from "./stopped-tickets.tsx";
import { TicketCreations } from "./ticket-creations.tsx";

/** What is held or uncertain, by what the cause is. */
export function Attention() {
  const [values, change] = useFilters(["direction", "linkId"]);
  const filter = {
    direction: directions.find((direction) => direction === values.direction),
    linkId: values.linkId ?? undefined,
  };
  const { data, isError, error, refetch } = useAttention(filter);
  const status = useStatus();
  // By one ticket, its own view tells whether it is stopped.
  const stopped = (filter.linkId === undefined ? (status.data?.stopped ?? []) : []).filter(
    ({ direction, count }) => count > 0 && (filter.direction ?? direction) === direction,
  );
  // Both at once: what comes later would push down what stands there already.
  const shown = status.isPending ? undefined : data;
  const isFiltered = filter.direction !== undefined || filter.linkId !== undefined;
  return (
    <View
      title="Needs attention"
      lead="Nothing here expires: each waits until it is tried again, skipped or adopted."
      actions={
        shown !== undefined &&
        shown.groups.length > 1 && (
          <ActOnAll filter={filter} count={shown.total} groups={shown.groups} what="All of these." />
        )
      }
    >
      <Group gap="sm">
        <FilterSelect
          label="Direction"
          choices={directionChoices}
          value={values.direction}
          onChange={(direction) => change({ direction })}
        />
      </Group>
      {isError && <Trouble error={error} onRetry={() => void refetch()} />}
      {shown === undefined && !isError && <Skeleton h={160} />}
      {(shown !== undefined || isError) &&
        stopped.map((each) => <StoppedTickets key={each.direction} stopped={each} />)}
      {shown?.total === 0 && stopped.length === 0 && (
        <Empty title="Nothing needs you" icon={IconMoodCheck}>
          {isFiltered
            ? "Nothing is held or uncertain here. Take the filter away to see the rest."
            : "Every message that should cross has crossed or is on its way."}
        </Empty>
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
