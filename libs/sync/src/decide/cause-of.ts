import { causes, type Cause } from "./causes.ts";

/** What a reason is about: a message, or a ticket without a counterpart. */
export type CauseOf = "message" | "ticket";

const longest = 160;

/**
 * What kind of reason it is that something is held or uncertain: the key of a known cause; for any other reason its
 * sentence without what tells one case from the next (numbers, what is quoted), so that like ones stand together.
 */
export function causeOf(of: CauseOf, state: "held" | "uncertain", reason: string | null): string {
  const known = reason === null ? undefined : causes.find((cause) => isOf(cause, of) && cause.says.test(reason));
  if (known !== undefined) return known.key;
  if (state === "uncertain") return of === "message" ? "no-clear-answer" : "ticket-no-clear-answer";
  return withoutParticulars(reason ?? "");
}

/** How a cause is told: in plain words, with what helps. */
export interface ToldCause extends Pick<Cause, "words" | "whatToDo" | "advised"> {
  /** Customers can read something that is internal, now. */
  readonly exposes: boolean;
}

export function tellCause(key: string): ToldCause {
  const known = causes.find((cause) => cause.key === key);
  if (known !== undefined) {
    const { words, whatToDo, advised, exposes = false } = known;
    return { words, whatToDo, advised, exposes };
  }
  return {
    words: key === "" ? "No reason is known." : key,
    whatToDo: "Read the reason of one of them, mend what it names, then retry; or skip them.",
    advised: "retry",
    exposes: false,
  };
}

function isOf(cause: Cause, of: CauseOf): boolean {
  return cause.of === "both" || cause.of === of;
}

function withoutParticulars(reason: string): string {
  const plain = reason
    .replace(/“[^”]*”|"[^"]*"/g, "…")
    .replace(/[0-9]+/g, "…")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest).trimEnd()}…`;
}
