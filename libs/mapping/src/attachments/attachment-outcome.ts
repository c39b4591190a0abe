import type { OutgoingAttachment } from "@ticket-bridge/helpdesk";

/** What became of one attachment of a message before its mirror was written. */
export type AttachmentOutcome =
  | { readonly kind: "carried"; readonly attachment: OutgoingAttachment }
  /** It stands at the mirror that is edited, and is not sent again; `contentId` as of an attachment that is sent. */
  | { readonly kind: "standing"; readonly contentId: string | null }
  /** A picture small enough to stand within the text itself. */
  | { readonly kind: "embedded"; readonly contentType: string; readonly base64: string }
  /** `why` is part of a sentence for people: "it is larger than …". */
  | { readonly kind: "lost"; readonly why: string };
