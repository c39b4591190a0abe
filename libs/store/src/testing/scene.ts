import type { Direction } from "@ticket-bridge/helpdesk";
import type { MirrorState, Store, WakeTopic } from "@ticket-bridge/sync";

/** What a behaviour works with: two stores on one database, and what only a test may do behind them. */
export interface Scene {
  readonly store: Store;
  /** A second process's view of the same database; where there is one owner only, the same one. */
  readonly other: Store;
  /** Whether calls of the two meet inside the database; elsewhere a race has one course only. */
  readonly races: boolean;
  /** So much time passes by the database's clock, for everything it holds, at once. */
  readonly passTime: (milliseconds: number) => Promise<void>;
  /** The database's clock, milliseconds since 1970 UTC; an earlier moment that is stored moves back as time passes. */
  readonly now: () => number;
  /** The topics that woke since this was last asked, each once. */
  readonly heard: () => Promise<readonly WakeTopic[]>;
  /** How many mirrors of each lane really are in each state, counted row by row. */
  readonly countRows: () => Promise<readonly RowCount[]>;
  /** The same as the lanes keep it in their counters. */
  readonly keptCounts: () => Promise<readonly RowCount[]>;
  /** The places that two mirrors of one lane share, which must be none. */
  readonly sharedPlaces: () => Promise<number>;
  /** The states of the mirrors whose copy is still stored, in the order of their capture. */
  readonly statesWithCopy: () => Promise<readonly MirrorState[]>;
  /** How many earlier positions of the feeds are stored. */
  readonly countCheckpoints: () => Promise<number>;
  /** All that is stored of lanes and mirrors, to see that nothing changed. */
  readonly picture: () => Promise<unknown>;
}

export interface RowCount {
  readonly linkId: string;
  readonly direction: Direction;
  readonly state: MirrorState;
  /** Never 0. */
  readonly count: number;
}

/** One database that a suite runs on. */
export interface Bed<Of extends Scene = Scene> {
  /** The scene on the emptied database. */
  fresh(): Promise<Of>;
  close(): Promise<void>;
}
