import type { MessageId, Side, Visibility } from "@ticket-bridge/helpdesk";

import type { MirrorKind } from "./lane-store.ts";
import type { NewLink } from "./link-store.ts";

/** A row of the id map as the markers on both tickets tell it. */
export interface RelearnedMirror {
  /** Of the source. */
  readonly id: MessageId;
  readonly revision: number;
  readonly kind: MirrorKind;
  readonly targetMessageId: MessageId;
  /** Milliseconds since 1970 UTC; null when nobody tells. */
  readonly createdAt: number | null;
  /** As of a listing; null where none names the source. */
  readonly version: string | null;
  /** Who may read the source, as it was just read; null where it was not. */
  readonly visibility: Visibility | null;
  /** On the first revision: it was told that the source is gone. */
  readonly gone: boolean;
}

export interface RelearnedLink {
  readonly link: NewLink;
  /** By source side. A later revision stands behind its first one. */
  readonly mirrors: Readonly<Record<Side, readonly RelearnedMirror[]>>;
  readonly correlationId: () => string;
}

export interface RelearnStore {
  /**
   * In one commit: makes the link with what was present, and its mirrors as mirrored. Where this very pair is linked
   * already that link stays as it is and only gets mirrors that the map lacks. `added` counts them. What the map knows of
   * a source or of a target is never changed, so the same again adds nothing. `taken`: one of the tickets is in another
   * active link; nothing was written.
   */
  relearnLink(
    learned: RelearnedLink,
  ): Promise<{ readonly linkId: string; readonly added: number } | { readonly taken: Side | "both" }>;
}
