import type { Direction, MessageId, Side } from "@ticket-bridge/helpdesk";

import type { MirrorKind } from "./lane-store.ts";
import type { MirrorState } from "./mirror-store.ts";

/** A row of the id map, as far as comparing needs it. */
export interface MapRow {
  readonly mirrorId: string;
  readonly direction: Direction;
  readonly kind: MirrorKind;
  readonly revision: number;
  readonly state: MirrorState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly sourceMessageId: MessageId;
  readonly targetMessageId: MessageId | null;
  readonly carriedHash: string | null;
  readonly writtenHash: string | null;
  /** On the first revision: the source is known not to stand on its ticket any more. */
  readonly gone: boolean;
}

/** All that the database knows of the messages of one link. */
export interface LinkMap {
  /** Each direction by source id and revision. */
  readonly rows: readonly MapRow[];
  /** What stood there when it was linked from now on, and is not to cross. */
  readonly present: Readonly<Record<Side, readonly MessageId[]>>;
  /** By source side, why the lane stands still until a person sees to it; null while it goes on by itself. */
  readonly stopped: Readonly<Record<Side, string | null>>;
}
