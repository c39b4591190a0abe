import {
  CountingSink,
  DeliveryError,
  type AttachmentInfo,
  type ByteSink,
  type MessageId,
  type ReadOptions,
} from "@ticket-bridge/helpdesk";
import { isHtmlPage, statusError } from "@ticket-bridge/http";

import type { RequestorAnswer } from "./client.ts";
import type { RequestorContext } from "./context.ts";
import { withSecondLook } from "./with-second-look.ts";

/** Where attachments are downloaded: a template with `{id}` on Requestor's own host. */
export type AttachmentAddress = (id: string) => string;

/**
 * The address of each attachment by a template with `{id}`, which is encoded. Throws TypeError for a template without
 * it, or of another origin than `root`: the account's password goes there.
 */
export function attachmentAddress(template: string, root: string): AttachmentAddress {
  const sample = template.replaceAll("{id}", "1");
  if (!template.includes("{id}") || !URL.canParse(sample) || new URL(sample).origin !== new URL(root).origin) {
    throw new TypeError("The address of attachments must hold {id} and be on Requestor's own host.");
  }
  return (id) => template.replaceAll("{id}", segment(id));
}

/** Dots alone would lead to another folder, however they are encoded: no attachment has such an id. */
function segment(id: string): string {
  return /^\.*$/.test(id) ? "no-id" : encodeURIComponent(id);
}

/**
 * Downloads one attachment from the configured address with the bridge's account; no page of the API names a call for
 * it. Rejects with DeliveryError: `permanent` where it cannot be had (no address, gone, refused, a redirect, a web page in
 * its place), `retryable` for the side's faults.
 */
export async function readAttachment(
  context: RequestorContext,
  messageId: MessageId,
  attachment: AttachmentInfo,
  sink: ByteSink,
  options?: ReadOptions,
): Promise<void> {
  const { address } = context;
  if (address === null)
    throw unavailable("REQUESTOR_ATTACHMENT_URL does not say where Requestor hands out attachments");
  if (attachment.id === null) throw unavailable(`Requestor does not tell its id in message ${messageId}`);
  const url = address(attachment.id);
  const counting = new CountingSink(sink);
  const isPage = (call: RequestorAnswer) => call.answer.status === 200 && isInItsPlace(call, attachment, counting.size);
  const download = () => context.client.download(url, counting, options);
  // A page of a site under maintenance comes from the API as well, and then the side waits.
  const call = await withSecondLook(context, download, options, isPage);
  // A site asks whoever is not signed in to sign in, with 200.
  if (isPage(call)) throw unavailable("Requestor answered with a web page in its place");
  judge(call);
  if (call.answer.status === 204) await sink.begin();
}

function isInItsPlace({ answer }: RequestorAnswer, attachment: AttachmentInfo, size: number): boolean {
  const isMeant = /html/i.test(attachment.contentType ?? attachment.name) && (attachment.size ?? size) === size;
  return isHtmlPage(answer) && !isMeant;
}

function judge(call: RequestorAnswer): void {
  const { status } = call.answer;
  if (status === 200 || status === 204) return;
  if (status >= 300 && status < 400) throw unavailable(`Requestor answered ${status}: it lies at another address`);
  if (status >= 400 && status < 500 && ![408, 421, 425, 429].includes(status)) {
    throw unavailable(
      status === 404 || status === 410 ? `Requestor does not have it (${status})` : `Requestor refused it (${status})`,
    );
  }
  throw statusError(call);
}

function unavailable(sentence: string): DeliveryError {
  return new DeliveryError(sentence, { decision: "permanent", fault: "message" });
}
