import type { DeskName } from "../desks/desk.ts";

export interface SampleLine {
  readonly desk: DeskName;
  /** A writer's key of that desk; `customer` is the ticket's own. */
  readonly who: string;
  readonly internal?: boolean;
  readonly html?: boolean;
  readonly text: string;
}

export interface SampleTicket {
  /** Key among the customers. */
  readonly customer: string;
  readonly superoffice: { readonly id: number; readonly subject: string };
  readonly requestor: { readonly id: number; readonly subject: string };
  /** What was said before the tickets were linked, with its age in minutes. */
  readonly before: readonly (SampleLine & { readonly minutesAgo: number })[];
  /** What people say while the first visitor watches. */
  readonly live: readonly SampleLine[];
}
