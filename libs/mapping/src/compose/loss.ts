import type { AttachmentInfo, Message, OutboundMail, Side } from "@ticket-bridge/helpdesk";

import type { AttachmentOutcome } from "../attachments/attachment-outcome.ts";
import { pictureOf } from "../attachments/shown-pictures.ts";
import { contentLosses } from "./content-losses.ts";
import { detailLosses } from "./detail-losses.ts";
import { oneLine } from "./one-line.ts";

/** Something of the source that its mirror does not carry. It stands in the record and is said in the mirror (P7). */
export interface Loss {
  /** One line for people, as it stands in the mirror's foot. */
  readonly what: string;
  readonly why: string;
  /** Not said at the mirror's foot: no reader misses anything, or a sign stands in its place. */
  readonly inRecordOnly?: boolean;
  /** In place of `what` where that repeats words of the text, which only who may read the mirror is told. */
  readonly recordedAs?: string;
}

/** A loss as the line that stands in the record, without any word of the text. */
export function lossInRecord({ what, why, recordedAs = what }: Loss): string {
  return `${recordedAs}: ${why}`;
}

/** The longest author either target shows in full: SuperOffice's field and the attribution line. */
const authorShown: Readonly<Record<Side, number>> = { superoffice: 255, requestor: 120 };

/** What a mirror of this message at that target cannot carry. */
export function lossesOf(
  source: Message,
  target: Side,
  mail: OutboundMail | null,
  outcomes: readonly AttachmentOutcome[],
): readonly Loss[] {
  const isCarried = (place: number): boolean => (outcomes[place]?.kind ?? "lost") !== "lost";
  return [
    ...source.attachments.flatMap((attachment, place) =>
      isCarried(place) ? [] : [attachmentLoss(attachment, outcomes[place])],
    ),
    ...contentLosses(source.content, (src) => isCarried(pictureOf(src, source.attachments))),
    ...authorLosses(source, target),
    ...detailLosses(source, target, mail),
  ];
}

function attachmentLoss(attachment: AttachmentInfo, outcome: AttachmentOutcome | undefined): Loss {
  const why = outcome?.kind === "lost" ? oneLine(outcome.why) : null;
  const parts = [
    oneLine(attachment.name) || "without a name",
    attachment.size === null ? "" : readableSize(attachment.size),
    oneLine(attachment.contentType ?? ""),
  ];
  return {
    what: `Attachment not carried: ${parts.filter((part) => part !== "").join(", ")}${why === null ? "" : ` (${why})`}`,
    why: why ?? "It was not looked at.",
  };
}

function authorLosses(source: Message, target: Side): readonly Loss[] {
  const name = oneLine(source.author.name);
  return name.length <= authorShown[target]
    ? []
    : [{ what: `Author's name in full: ${name}`, why: "The name is longer than the target can show." }];
}

function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
