import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { Trouble } from "./trouble.tsx";

interface AdoptFormProps {
  readonly label: string;
  readonly description: string;
  /** Throws ProblemError when the bridge refuses. */
  readonly onAdopt: (id: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Asks for the id of what already stands on the other side. */
export function AdoptForm({ label, description, onAdopt, onDone }: AdoptFormProps) {
  const [id, setId] = useState("");
  const adopt = useMutation({ mutationFn: onAdopt, onSuccess: onDone });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    adopt.mutate(id.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={label}
          description={description}
          inputMode="numeric"
          pattern="\s*[0-9]+\s*"
          required
          withAsterisk={false}
          data-autofocus
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        {adopt.isError && <Trouble error={adopt.error} wanted="act" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={adopt.isPending}>
            Adopt
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
