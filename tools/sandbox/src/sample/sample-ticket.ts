import type { DeskFile, DeskName } from "../desks/desk.ts";

export interface SampleLine {
  readonly desk: DeskName;
  /** A writer's key of that desk; `customer` is the ticket's own. */
  readonly who: string;
  readonly internal?: boolean;
  readonly html?: boolean;
  readonly text: string;
  readonly attachments?: readonly DeskFile[];
  /** What its writer makes of it later. */
  readonly edited?: string;
}

/** Something that happens while visitors watch. */
export type LiveMoment =
  | { readonly does: "say"; readonly line: SampleLine }
  /** The line becomes what its `edited` says. */
  | { readonly does: "edit"; readonly line: SampleLine };

export interface SampleTicket {
  /** Key among the customers. */
  readonly customer: string;
  readonly superoffice: { readonly id: number; readonly subject: string };
  readonly requestor: { readonly id: number; readonly subject: string };
  /** What was said before the tickets were linked, with its age in minutes. */
  readonly before: readonly (SampleLine & { readonly minutesAgo: number })[];
  readonly live: readonly LiveMoment[];
}

/** A ticket that its customer opens while visitors watch, and whose counterpart the bridge makes. */
export interface OpenedTicket {
  readonly desk: DeskName;
  /** Key among the customers. */
  readonly customer: string;
  readonly subject: string;
  readonly live: readonly LiveMoment[];
}
