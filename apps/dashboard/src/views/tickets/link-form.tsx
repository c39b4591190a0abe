import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";

import { useCreateLink } from "../../api/links.ts";
import { SideMark } from "../../marks/side-mark.tsx";
import { Trouble } from "../../parts/trouble.tsx";

/** Asks for the ids of two tickets and whether what was said before crosses too. */
export function LinkForm({ onDone }: { readonly onDone: () => void }) {
  const [superofficeTicketId, setSuperoffice] = useState("");
  const [requestorTicketId, setRequestor] = useState("");
  const [from, setFrom] = useState<"now" | "start">("now");
  const create = useCreateLink();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate({ superofficeTicketId, requestorTicketId, from }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={<SideMark side="superoffice" />}
          description="The ticket’s id, a number"
          inputMode="numeric"
          pattern="\s*[0-9]+\s*"
          required
          withAsterisk={false}
          data-autofocus
          value={superofficeTicketId}
          onChange={(event) => setSuperoffice(event.currentTarget.value)}
        />
        <TextInput
          label={<SideMark side="requestor" />}
          description="The ticket’s id, a number (not its reference)"
          inputMode="numeric"
          pattern="\s*[0-9]+\s*"
          required
          withAsterisk={false}
          value={requestorTicketId}
          onChange={(event) => setRequestor(event.currentTarget.value)}
        />
        <Radio.Group label="Messages that cross" value={from} onChange={(value) => setFrom(value)}>
          <Stack gap="xs" mt="xs">
            <Radio value="now" label="New ones only" />
            <Radio value="start" label="All from the start, in order" />
          </Stack>
        </Radio.Group>
        {create.isError && <Trouble error={create.error} wanted="act" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Link
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
