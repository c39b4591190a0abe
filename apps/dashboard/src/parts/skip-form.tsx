import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode, type SubmitEvent } from "react";

import { Trouble } from "./trouble.tsx";

interface SkipFormProps {
  readonly children?: ReactNode;
  readonly confirm?: string;
  /** Throws ProblemError when the bridge refuses. */
  readonly onSkip: (reason: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Asks why something is left out; the reason stays with it. */
export function SkipForm({ children, confirm = "Skip", onSkip, onDone }: SkipFormProps) {
  const [reason, setReason] = useState("");
  const skip = useMutation({ mutationFn: onSkip, onSuccess: onDone });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    skip.mutate(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" component="div">
          {children ?? "It will not cross. The reason stays with it and in the log."}
        </Text>
        <Textarea
          label="Reason"
          required
          withAsterisk={false}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {skip.isError && <Trouble error={skip.error} wanted="act" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={skip.isPending} disabled={reason.trim() === ""}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
