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
  const { source, body, losses, attachments, carriedHash } = composeBody(given, target, options);
  const heading = [
    `Correction of message ${mirror.id}, which was edited in ${sideName(source.side)}.`,
    changeLine(mirror, saidText(body)),
    readsNow,
  ];
  const content: Content =
    body.format === "html"
      ? { format: "html", text: `${heading.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n")}\n${body.text}` }
      : { format: "plain", text: `${heading.join("\n")}\n\n${body.text}` };
  const addressed = addressedTo(target, { ...source, visibility }, content, marker, options);
  const outgoing = attachments.length > 0 ? { ...addressed, attachments } : addressed;
  return { outgoing, losses, carriedHash };
}

const readsNow = "It reads now:";

/** Whether a mirror, or the last correction of one, says in these words what a mirror composed now would say. */
export function saysTheSame(standing: Content, composed: Content): boolean {
  const [stands, wanted] = [saidText(standing), saidText(composed)];
  return stands === wanted || (/^Correction of message \d+,/.test(stands) && stands.endsWith(` ${readsNow} ${wanted}`));
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
