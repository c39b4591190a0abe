import type { AttachmentInfo, Content, Message, Side } from "@ticket-bridge/helpdesk";

import { isShowable } from "../html/clean-links.ts";
import { isNestedTooDeep } from "../html/nesting.ts";
import { visitHtml } from "../html/visit-html.ts";
import { cutText } from "../wire/cut-text.ts";

/** Something of the source that its mirror does not carry. It stands in the record and is said in the mirror (P7). */
export interface Loss {
  /** One line for people, as it stands in the mirror's foot. */
  readonly what: string;
  readonly why: string;
}

/** More names of pictures than this help nobody. */
const picturesNamed = 20;
/** The longest author either target shows in full: SuperOffice's field and the attribution line. */
const authorShown: Readonly<Record<Side, number>> = { superoffice: 255, requestor: 120 };

/** What a mirror of this message at that target cannot carry. */
export function lossesOf(source: Message, target: Side): readonly Loss[] {
  return [...source.attachments.map(attachmentLoss), ...contentLosses(source.content), ...authorLosses(source, target)];
}

function attachmentLoss(attachment: AttachmentInfo): Loss {
  const parts = [
    oneLine(attachment.name) || "without a name",
    attachment.size === null ? "" : readableSize(attachment.size),
    oneLine(attachment.contentType ?? ""),
  ];
  return {
    what: `Attachment not carried: ${parts.filter((part) => part !== "").join(", ")}`,
    why: "This version of the bridge carries text only.",
  };
}

function contentLosses(content: Content): readonly Loss[] {
  if (content.format !== "html") return [];
  if (isNestedTooDeep(content.text)) {
    return [{ what: "Layout not carried", why: "The message nests its elements too deep to be checked." }];
  }
  const names: string[] = [];
  visitHtml(content.text, {
    onText: () => undefined,
    onOpen: (name, { src, alt }) => {
      if (name === "img" && src !== undefined && src.trim() !== "" && !isShowable(src)) {
        names.push(oneLine(alt ?? "") || "without a name");
      }
    },
  });
  const why = "Its address means nothing outside the helpdesk it comes from.";
  const named = names.slice(0, picturesNamed).map((name) => ({ what: `Picture not carried: ${name}`, why }));
  const more = names.length - named.length;
  return more > 0 ? [...named, { what: `Pictures not carried: ${more} more`, why }] : named;
}

function authorLosses(source: Message, target: Side): readonly Loss[] {
  const name = oneLine(source.author.name);
  return name.length <= authorShown[target]
    ? []
    : [{ what: `Author's name in full: ${name}`, why: "The name is longer than the target can show." }];
}

/** Names come from outside: nothing in them may end the line or the brackets around it. */
function oneLine(text: string): string {
  return cutText(text, 2_000)
    .replace(/[[\]]/g, "|")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
}

function readableSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
