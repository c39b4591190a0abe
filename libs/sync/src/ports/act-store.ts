import type { Role } from "./access-store.ts";
import type { Page } from "./link-store.ts";

export const actTargets = [
  "link",
  "mirror",
  "ticket-creation",
  "backfill",
  "side",
  "token",
  "alarm",
  "relearning",
] as const;

/** What an act is about. */
export interface ActTarget {
  readonly kind: (typeof actTargets)[number];
  readonly id: string;
}

/** What somebody asked of the bridge. Holds no message's body and no secret. */
export interface NewAct {
  readonly name: string;
  /** Null: of nobody who is known. */
  readonly role: Role | null;
  /** The operation's id. */
  readonly act: string;
  /** A short sentence. */
  readonly what: string;
  readonly target: ActTarget | null;
  readonly requestId: string;
}

export type ActOutcome =
  /** The target where that was made by the act itself; null leaves what was named before. */
  | { readonly outcome: "done"; readonly target: ActTarget | null }
  /**
   * `partly`: of what concerned several not all were done; `refused`: nothing was; `failed`: it ended amid the work, or
   * a helpdesk or the database did not do its part. The reason has the numbers where there are some.
   */
  | { readonly outcome: "partly" | "refused" | "failed"; readonly reason: string };

export interface OperatorAct extends NewAct {
  readonly id: string;
  readonly at: number;
  /** `asked`: it is under way, or the process ended before it could say what became of it. */
  readonly outcome: "asked" | ActOutcome["outcome"];
  /** Why it was not done, or not all of it. */
  readonly reason: string | null;
  readonly endedAt: number | null;
}

export interface ActStore {
  /** Committed before the act is tried; gives the row's id. */
  askAct(act: NewAct): Promise<string>;

  /** What became of it. One that has ended stays as it is. */
  endAct(id: string, outcome: ActOutcome): Promise<void>;

  /** Newest first. */
  listActs(
    filter: { readonly name: string | null; readonly act: string | null },
    options: { cursor: string | null; limit: number },
  ): Promise<Page<OperatorAct>>;
}
