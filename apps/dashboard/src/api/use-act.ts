import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { showRefusal } from "./show-refusal.ts";
import { topics } from "./topics.ts";

interface Act<Input, Output> {
  readonly act: (input: Input) => Promise<Output>;
  /** The sentence that tells that it is done; none where the view shows what came of it. */
  readonly done?: (output: Output, input: Input) => string;
  /** False where the form shows the refusal itself. */
  readonly tellRefusal?: boolean;
}

/** Something that a person does: told when it is done or refused, and everything shown is read again. */
export function useAct<Input = void, Output = unknown>({ act, done, tellRefusal = true }: Act<Input, Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (output, input) => {
      if (done !== undefined) notifications.show({ message: done(output, input), color: "teal" });
    },
    onError: (error) => {
      if (tellRefusal) showRefusal(error);
    },
    onSettled: () => {
      for (const topic of topics) void queries.invalidateQueries({ queryKey: [topic] });
    },
  });
}
