import type { Side } from "@ticket-bridge/helpdesk";

/**
 * What woke: `lanes` when a lane became due, `creations` when a ticket is to be created, a side's polls when tickets of it are to be read, `sides` when one was
 * paused or resumed. The polls name their side, because each waking costs its reader a claim.
 */
export type WakeTopic = "lanes" | "creations" | PollsTopic | "sides";
type PollsTopic = `${Side}-polls`;

export const pollsTopic = (side: Side): PollsTopic => `${side}-polls`;

export interface Wake {
  /** Calls the listener soon after work became due, in this process or another. Lost wake-ups are possible: poll too. */
  onWake(listener: (topic: WakeTopic) => void): () => void;
}
