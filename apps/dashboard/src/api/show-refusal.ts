import { notifications } from "@mantine/notifications";

import { ProblemError, reasonOf } from "./problem-error.ts";

/** Tells that an act was refused, or that nobody answered whether it was done. */
export function showRefusal(error: unknown): void {
  const title = error instanceof ProblemError ? "Not done" : "No answer";
  notifications.show({ title, message: reasonOf(error, "act"), color: "red", autoClose: 10_000 });
}
