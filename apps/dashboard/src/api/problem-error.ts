import type { Problem } from "./shapes.ts";

/** The bridge refused a request. The message is its own sentence, fit to be shown. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  /** The faulty field, where the bridge names one. */
  readonly field: string | null;

  constructor(status: number, problem: Partial<Problem> | undefined) {
    super(problem?.detail ?? `The bridge answered with status ${status}.`);
    this.status = status;
    this.field = problem?.field ?? null;
  }
}

/** By what was wanted: to see something, which is asked for again by itself; something that is only asked; an act. */
const withoutAnswer = {
  see: "The bridge cannot be reached. It is tried again by itself.",
  ask: "The bridge cannot be reached. Try again in a while.",
  act: "The bridge did not answer. Once it does, what is shown here and the log tell whether this was done.",
} as const;

/** What to tell a person about any failure. */
export function reasonOf(error: unknown, wanted: keyof typeof withoutAnswer = "see"): string {
  return error instanceof ProblemError ? error.message : withoutAnswer[wanted];
}
