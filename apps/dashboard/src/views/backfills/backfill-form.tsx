import { Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";

import { useCreateBackfill } from "../../api/backfills.ts";
import type { NewBackfill } from "../../api/shapes.ts";
import { Trouble } from "../../parts/trouble.tsx";
import { readPairs } from "../../words/pairs.ts";

interface BackfillFormProps {
  readonly onPlanned: (id: string) => void;
  readonly onCancel: () => void;
}

/** Asks what is to be carried over. The plan comes first; it is started from there. */
export function BackfillForm({ onPlanned, onCancel }: BackfillFormProps) {
  const [from, setFrom] = useState<NonNullable<NewBackfill["from"]>>("both");
  const [since, setSince] = useState("");
  const [pairs, setPairs] = useState("");
  const [createTickets, setCreateTickets] = useState(false);
  const [adopt, setAdopt] = useState(false);
  const create = useCreateBackfill();
  const named = readPairs(pairs);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (named === null) return;
    const body: NewBackfill = {
      from,
      createTickets,
      adopt,
      start: false,
      ...(since !== "" && { since: new Date(since).toISOString() }),
      ...(named.length > 0 && { pairs: named }),
    };
    create.mutate(body, { onSuccess: ({ id }) => onPlanned(id) });
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          Both sides are read and a plan is made: what would be written, adopted and left out. Nothing is written before
          you start it.
        </Text>
        <NativeSelect
          label="Whose messages"
          data={[
            { value: "both", label: "Of both sides" },
            { value: "superoffice", label: "Of SuperOffice, to Requestor" },
            { value: "requestor", label: "Of Requestor, to SuperOffice" },
          ]}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value as typeof from)}
        />
        <TextInput
          label="Written since"
          description="Empty: from the beginning"
          type="date"
          value={since}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <Textarea
          label="Pairs of tickets"
          description="One pair a line, SuperOffice’s id first: 734 47. They are linked where they are not yet. Empty: all linked tickets"
          autosize
          minRows={2}
          maxRows={8}
          value={pairs}
          onChange={(event) => setPairs(event.currentTarget.value)}
          error={named === null ? "Each line must be two ids." : undefined}
        />
        <Checkbox
          label="Create a counterpart for tickets that have none"
          checked={createTickets}
          onChange={(event) => setCreateTickets(event.currentTarget.checked)}
        />
        <Checkbox
          label="Adopt what looks like a copy made by hand"
          checked={adopt}
          onChange={(event) => setAdopt(event.currentTarget.checked)}
        />
        {create.isError && <Trouble error={create.error} wanted="act" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={named === null}>
            Make the plan
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
