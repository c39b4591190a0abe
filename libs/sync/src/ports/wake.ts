/** What woke: `lanes` when a lane became due, `polls` when a hint came, `sides` when one was paused or resumed. */
export type WakeTopic = "lanes" | "polls" | "sides";

export interface Wake {
  /** Calls the listener soon after work became due, in this process or another. Lost wake-ups are possible: poll too. */
  onWake(listener: (topic: WakeTopic) => void): () => void;
}
