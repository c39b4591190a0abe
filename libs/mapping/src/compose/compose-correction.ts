import { sideName } from "@ticket-bridge/helpdesk";
import type { Content, Marker, Message, MessageId, Side, Visibility } from "@ticket-bridge/helpdesk";

import { saidText } from "../content/content-hash.ts";
import { escapeHtml } from "../html/escape-html.ts";
import { changedWords } from "./changed-words.ts";
import { addressedTo, composeBody, type ComposedMirror, type ComposeOptions } from "./compose-mirror.ts";

/** The mirror that is corrected, as it stands on the target. */
export interface CorrectedMirror {
  readonly id: MessageId;
  readonly content: Content;
  /** A correction before this one stands behind it. */
  readonly isCorrected: boolean;
}

/**
 * Decides all of what is written for an edited message where its mirror cannot or shall not be changed: a message of its
 * own that names the mirror, shows what changed against it, and says the whole text as it is now. Never as e-mail: the
 * customer would get the message a second time.
 */
export function composeCorrection(
  given: Message,
  target: Side,
  marker: Marker,
  options: ComposeOptions & { readonly mirror: CorrectedMirror; readonly visibility: Visibility },
): ComposedMirror {
  const { mirror, visibility } = options;
  const { source, body, losses, carriedHash } = composeBody(given, target, options);
  const heading = [
    `Correction of message ${mirror.id}, which was edited in ${sideName(source.side)}.`,
    changeLine(mirror, saidText(body)),
    "It reads now:",
  ];
  const content: Content =
    body.format === "html"
      ? { format: "html", text: `${heading.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}\n${body.text}` }
      : { format: "plain", text: `${heading.join("\n")}\n\n${body.text}` };
  return { outgoing: addressedTo(target, { ...source, visibility }, content, marker, options), losses, carriedHash };
}

function changeLine({ id, content, isCorrected }: CorrectedMirror, now: string): string {
  const changed = changedWords(saidText(content), now);
  if (changed === null && isCorrected) return `Changed back: it has the words of message ${id} again.`;
  if (changed === null) return "Changed: not its words, but their form or what is attached.";
  const { before, removed, added, after } = changed;
  const around = (words: string) => `“${[before, words, after].filter((part) => part !== "").join(" ")}”`;
  if (removed === "") return `Added: ${around(`[+ ${added} +]`)}`;
  if (added === "") return `Removed: ${around(`[- ${removed} -]`)}`;
  return `Changed: ${around(`[- ${removed} -] [+ ${added} +]`)}`;
}
