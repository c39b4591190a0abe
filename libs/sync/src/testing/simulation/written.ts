import type { Content, MessageId, Side, TicketId } from "@ticket-bridge/helpdesk";

import type { HeldFile } from "./shelf.ts";
import type { VisibilityKind } from "./told-visibility.ts";

/** How a message stood from a moment on. */
export interface Version {
  readonly at: number;
  readonly kind: VisibilityKind;
  readonly content: Content;
}

/**
 * `quotation`: it carries a marker of ours, in its text or as its Message-Id. `refused`: the other helpdesk does not take
 * it. `by the bridge's account`: a person used that account.
 */
export type Nature = "message" | "quotation" | "refused" | "bounce" | "by the bridge's account";

/** `forbidden`: SuperOffice does not take it. `missing`: its helpdesk has lost its bytes. */
export type FileKind = "file" | "picture" | "forbidden" | "too large" | "missing";

/** A file that a person attached; a picture is shown within the text. */
export interface WrittenFile {
  readonly kind: FileKind;
  readonly file: HeldFile;
  readonly bytes: string;
}

/** A message that a person wrote, and all that ever stood in it. */
export interface Written {
  readonly side: Side;
  readonly ticketId: TicketId;
  readonly id: MessageId;
  readonly nature: Nature;
  readonly visibleAt: number;
  readonly files: readonly WrittenFile[];
  readonly versions: Version[];
  deleted: boolean;
}
