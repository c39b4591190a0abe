import { sideName, type AttachmentInfo, type Side } from "@ticket-bridge/helpdesk";

/** Pictures of at most this many bytes stand within the text where the target has no other way to show them there. */
const embeddable = 256 * 1024;
/** Of all pictures of one message. */
const mostEmbedded = 1024 * 1024;

const picture = /^image\/(?:png|gif|jpe?g|webp|bmp|x-icon)$/i;

/** Whether a picture that its message shows goes into the text itself. */
export function isEmbeddable(contentType: string, size: number, embeddedSoFar: number): boolean {
  return picture.test(contentType) && size <= embeddable && embeddedSoFar + size <= mostEmbedded;
}

/** Why an attachment of this size cannot be taken; null when it can. `room` is what the message may still hold. */
export function tooLargeFor(target: Side, size: number, room: number, most: number): string | null {
  if (size <= room) return null;
  const limit = `${sideName(target)} takes ${inMegabytes(most)} a message`;
  return size > most ? `too large: ${limit}` : `too large together with the others: ${limit}`;
}

/** The content type that is written; one that no HTTP header or mail could carry is none. */
export function contentTypeOf({ contentType }: AttachmentInfo): string {
  const type = (contentType ?? "").trim();
  return /^[\w.+-]+\/[\w.+-]+(?:\s*;[\x20-\x7e]*)?$/.test(type) && type.length <= 255
    ? type
    : "application/octet-stream";
}

function inMegabytes(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024);
  return `${Number.isInteger(mebibytes) ? mebibytes : Number((bytes / 1_000_000).toFixed(1))} MB`;
}
