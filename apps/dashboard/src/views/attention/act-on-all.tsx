import { Button, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconCircleMinus, IconRefresh } from "@tabler/icons-react";

import { useActOnAttention, type AttentionFilter } from "../../api/attention.ts";
import { showRefusal } from "../../api/show-refusal.ts";
import { useMay } from "../../app/session-context.ts";
import type { Attention, AttentionGroup } from "../../api/shapes.ts";
import { SkipForm } from "../../parts/skip-form.tsx";
import { countOf } from "../../words/numbers.ts";
import { Concerned } from "./concerned.tsx";

interface ActOnAllProps {
  readonly filter: AttentionFilter;
  /** Of what the filter names, as the person sees it: what it names by then may be others. */
  readonly shown: Pick<Attention, "total" | "fingerprint">;
  readonly groups: readonly AttentionGroup[];
  /** Which ones, for the names of buttons that look alike. */
  readonly what: string;
}

/** Retry or skip everything that the filter names, after a confirmation that names the number. */
export function ActOnAll({ filter, shown: { total: count, fingerprint }, groups, what }: ActOnAllProps) {
  const act = useActOnAttention();
  const asShown = { filter, expected: count, fingerprint };
  if (!useMay("operator")) return null;
  const number = countOf(count, "item");
  const askToRetry = () =>
    modals.openConfirmModal({
      title: `Try ${number} again?`,
      children: (
        <Stack gap="sm">
          <Concerned groups={groups} filter={filter} />
          <Text size="sm">Each is read anew at its source and checked again before anything is written.</Text>
        </Stack>
      ),
      labels: { confirm: `Try ${number} again`, cancel: "Cancel" },
      onConfirm: () => act.mutate({ act: "retry", ...asShown }, { onError: showRefusal }),
    });
  const askToSkip = () =>
    modals.open({
      title: `Skip ${number}?`,
      children: (
        <SkipForm
          confirm={`Skip ${number}`}
          onSkip={async (reason) => void (await act.mutateAsync({ act: "skip", reason, ...asShown }))}
          onDone={modals.closeAll}
        >
          <Concerned groups={groups} filter={filter} />
          {number} will not cross. The reason stays with each and in the log.
        </SkipForm>
      ),
    });
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant={isAdvised(groups, "retry") ? "filled" : "default"}
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={act.isPending}
        onClick={askToRetry}
        aria-label={`Try ${count} again… ${what}`}
      >
        Try {count} again…
      </Button>
      <Button
        size="xs"
        variant={isAdvised(groups, "skip") ? "filled" : "default"}
        leftSection={<IconCircleMinus size={16} aria-hidden />}
        onClick={askToSkip}
        aria-label={`Skip ${count}… ${what}`}
      >
        Skip {count}…
      </Button>
    </Group>
  );
}

/** The act that stands out is the one that the advice ends with, for all of them alike. */
function isAdvised(groups: readonly AttentionGroup[], act: AttentionGroup["advised"]): boolean {
  return groups.every(({ advised }) => advised === act);
}
