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

/** What to tell a person about any failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return "The bridge cannot be reached. It is tried again by itself.";
}
