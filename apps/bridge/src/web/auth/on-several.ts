import { Problem } from "../problem.ts";

/** What an act did that was about several things, each by itself. */
export interface OnSeveral {
  readonly done: number;
  readonly refused: readonly { readonly reason: string }[];
}

/** Whether an answer says so itself. */
export function isOnSeveral(answer: unknown): answer is OnSeveral {
  if (typeof answer !== "object" || answer === null || !("done" in answer) || !("refused" in answer)) return false;
  return typeof answer.done === "number" && Array.isArray(answer.refused);
}

/** How many were done, how many not, and why: "Done: 1 of 3. Refused: 2 × It is pending by now." */
export function inNumbers({ done, refused }: OnSeveral): string {
  const counts = new Map<string, number>();
  for (const { reason } of refused) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const why = [...counts].map(([reason, count]) => `${count} × ${reason}`).join(" ");
  return `Done: ${done} of ${done + refused.length}.${why === "" ? "" : ` Refused: ${why}`}`;
}

/**
 * What a person is told when it fails amid its work, as what was done by then stays done. One that was on its way to the
 * database may be done as well, which nobody knows any more.
 *
 * @param why what anybody may be told of the failure
 */
export function failedAmid(why: Problem, { done, refused }: OnSeveral, all: number): Problem {
  const counted = refused.length === 0 ? "" : ` Refused: ${refused.length}.`;
  const { status, headers, cause } = why;
  return new Problem(Math.max(status, 500), `Done for certain: ${done} of ${all}.${counted} Then: ${why.message}`, {
    headers,
    cause: cause ?? why,
  });
}
