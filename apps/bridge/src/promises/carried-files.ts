import { createHash, randomBytes } from "node:crypto";

import type { Side } from "@ticket-bridge/helpdesk";
import type { NewRequestorAttachment, NewSuperOfficeAttachment } from "@ticket-bridge/simulators";

import type { TwoHelpdesks } from "./two-helpdesks.ts";

/** A file as a person attaches it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType?: string;
  /** Makes it a picture within SuperOffice's text. */
  readonly contentId?: string;
  /** Its number in Requestor, where its address is needed before. */
  readonly id?: number;
}

/** A file as it stands at a message. */
export interface ShownFile {
  readonly name: string;
  readonly sha256: string;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A file of that many bytes, each time others. */
export const newFile = (name: string, size: number): GivenFile => ({ name, bytes: randomBytes(size) });

/** How they have to stand on the other side. */
export const asShown = (files: readonly GivenFile[]): ShownFile[] =>
  files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }));

export const forSuperOffice = (files: readonly GivenFile[]): NewSuperOfficeAttachment[] =>
  files.map(({ name, bytes, contentType = "application/pdf", contentId }) => ({
    ...{ name, contentType, content: bytes.toString("base64") },
    ...(contentId !== undefined && { inlineImage: true, contentId }),
  }));

export const forRequestor = (files: readonly GivenFile[]): NewRequestorAttachment[] =>
  files.map(({ id, name, bytes, contentType = "application/pdf" }) => ({
    ...(id !== undefined && { id }),
    ...{ fileName: name, contentType, data: bytes.toString("base64") },
  }));

/** The files of one message as its helpdesk holds them; one that is linked twice stands there twice. */
export function filesOf({ superoffice, requestor }: TwoHelpdesks, side: Side, messageId: number): ShownFile[] {
  if (side === "superoffice") {
    return superoffice.control
      .attachments(messageId)
      .map(({ name, content }) => ({ name, sha256: sha256(Buffer.from(content ?? "", "base64")) }));
  }
  const [message] = requestor.control.messagePage({ after: messageId - 1, limit: 1 });
  return (message?.attachments ?? []).map(({ fileName, data }) => ({
    name: fileName,
    sha256: sha256(Buffer.from(data, "base64")),
  }));
}

/** The smallest picture there is. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
