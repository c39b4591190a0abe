import { createHash } from "node:crypto";

import {
  DeliveryError,
  type AttachmentHead,
  type AttachmentInfo,
  type AttachmentReading,
  type AttachmentTaking,
  type AttachmentUploading,
  type ByteSink,
  type OutgoingMessage,
  type StoredBytes,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";

import type { AttachmentFile, AttachmentFiles } from "../ports/attachment-files.ts";
import type { FakeHelpdesk } from "./fake-helpdesk.ts";

/** Temporary files in memory. */
export class FakeFiles implements AttachmentFiles {
  /** Created and not removed. */
  open = 0;

  create(): Promise<AttachmentFile> {
    this.open += 1;
    let pieces: Uint8Array[] = [];
    let isOpen = true;
    return Promise.resolve({
      sink: {
        begin: () => void (pieces = []),
        write: (piece: Uint8Array) => void pieces.push(Buffer.from(piece)),
      },
      finish: () => {
        const whole = Buffer.concat(pieces);
        return Promise.resolve({ bytes: bytesOf(whole), sha256: createHash("sha256").update(whole).digest("hex") });
      },
      remove: () => {
        if (isOpen) this.open -= 1;
        isOpen = false;
        return Promise.resolve();
      },
    });
  }
}

function bytesOf(whole: Buffer): StoredBytes {
  return {
    size: whole.length,
    async *open() {
      if (whole.length > 0) yield await Promise.resolve(whole);
    },
  };
}

async function pour(text: string, sink: ByteSink): Promise<void> {
  await sink.begin();
  await sink.write(Buffer.from(text));
}

/** What stands on one helpdesk. */
export interface FakeShelf {
  /** What people attached, by id: the bytes as text. */
  readonly sources: Map<string, string>;
  /** What the bridge made, by id; null before its bytes came. */
  readonly made: Map<string, string | null>;
  /** The ids of each upload that was carried out. */
  readonly uploads: string[];
  /** The ids of what was read back. */
  readonly lookedAt: string[];
  /** What each mirror holds, by message id. */
  readonly held: Map<string, readonly string[]>;
  /** What the bridge said of what it made, by id. */
  readonly heads: Map<string, AttachmentHead>;
  /** An attachment of a person. */
  attach(name: string, text: string): AttachmentInfo;
}

/** Gives a fake helpdesk attachments: with `uploads` as SuperOffice has them, without as Requestor. */
export function withAttachments(desk: FakeHelpdesk, { uploads }: { readonly uploads: boolean }): FakeShelf {
  const shelf: FakeShelf = {
    sources: new Map(),
    made: new Map(),
    uploads: [],
    lookedAt: [],
    held: new Map(),
    heads: new Map(),
    attach: (name, text) => {
      const id = String(301 + shelf.sources.size);
      shelf.sources.set(id, text);
      return { id, name, contentType: "text/plain", size: text.length, inline: false };
    },
  };
  const reading: AttachmentReading & AttachmentTaking = {
    mostAttachmentBytes: 1_000,
    readAttachment: async (_messageId, { id }, sink) => {
      const text = shelf.sources.get(id ?? "");
      if (text === undefined) throw new DeliveryError("it is gone", { decision: "permanent", fault: "message" });
      await pour(text, sink);
    },
  };
  Object.assign(desk, reading, uploads ? uploading(shelf, desk) : {});
  const commit = desk.commit.bind(desk);
  desk.commit = (message) => {
    const stored = commit(message);
    // Read at once: the files of a message are removed after it.
    shelf.held.set(stored.id, []);
    const attachments = (message.attachments ?? []).map(({ content, ...head }) => {
      return shown("uploaded" in content ? content.uploaded : null, head);
    });
    desk.replace(stored.id, { attachments });
    void holding(shelf, message).then((texts) => shelf.held.set(stored.id, texts));
    return stored;
  };
  return shelf;
}

async function holding(shelf: FakeShelf, { attachments = [] }: OutgoingMessage): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { content } of attachments) {
    if ("uploaded" in content) {
      texts.push(shelf.made.get(content.uploaded) ?? "nothing");
      continue;
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of content.bytes.open()) pieces.push(piece);
    texts.push(Buffer.concat(pieces).toString());
  }
  return texts;
}

/** As a mirror lists it. */
function shown(id: string | null, { name, contentType, size, contentId }: AttachmentHead): AttachmentInfo {
  return { id, name, contentType, size, inline: contentId !== null, contentId };
}

function uploading(shelf: FakeShelf, desk: FakeHelpdesk): AttachmentUploading {
  let last = 700;
  return {
    createAttachment: async (head, { beforeBytes }: WriteOptions) => {
      await Promise.resolve();
      beforeBytes();
      last += 1;
      const id = String(last);
      shelf.made.set(id, null);
      shelf.heads.set(id, head);
      return id;
    },
    uploadAttachment: async (id, bytes, { beforeBytes }) => {
      const pieces: Uint8Array[] = [];
      beforeBytes();
      if (!shelf.made.has(id)) throw new DeliveryError("no such file", { decision: "permanent", fault: "ticket" });
      for await (const piece of bytes.open()) pieces.push(piece);
      shelf.made.set(id, Buffer.concat(pieces).toString());
      shelf.uploads.push(id);
    },
    readUploaded: async (id, sink) => {
      shelf.lookedAt.push(id);
      const text = shelf.made.get(id) ?? null;
      if (text !== null) await pour(text, sink);
      return text !== null;
    },
    linkAttachments: async (messageId, ids, { beforeBytes }) => {
      await Promise.resolve();
      const before = desk.stored.find(({ message }) => message.id === messageId)?.message.attachments ?? [];
      const added = ids.filter((id) => before.every((one) => one.id !== id));
      if (added.length === 0) return;
      beforeBytes();
      const infos = added.flatMap((id) => {
        const head = shelf.heads.get(id);
        return head === undefined ? [] : [shown(id, head)];
      });
      desk.replace(messageId, { attachments: [...before, ...infos] });
      const texts = added.map((id) => shelf.made.get(id) ?? "nothing");
      shelf.held.set(messageId, [...(shelf.held.get(messageId) ?? []), ...texts]);
    },
  };
}
