import {
  type DeliveryError,
  type AttachmentHead,
  type AttachmentUploading,
  type CreatedMessage,
  type MessageId,
  type OutgoingMessage,
  type StoredBytes,
  type WriteOptions,
} from "@ticket-bridge/helpdesk";

import { failure } from "./call-failure.ts";
import type { HeldMessage, SimulatedHelpdesk } from "./simulated-helpdesk.ts";
import type { SeenUpload } from "./seen-writes.ts";
import type { SimulatedNetwork, Work } from "./simulated-network.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** What a helpdesk does not take as a file. */
export const forbiddenEnding = ".exe";

/** The writes of files over one network, by one process. */
export class FileCalls implements Pick<
  AttachmentUploading,
  "createAttachment" | "uploadAttachment" | "linkAttachments"
> {
  readonly #network: SimulatedNetwork;
  readonly #process: SimulatedProcess;
  readonly #desk: SimulatedHelpdesk;

  constructor(network: SimulatedNetwork, process: SimulatedProcess, desk: SimulatedHelpdesk) {
    this.#network = network;
    this.#process = process;
    this.#desk = desk;
  }

  async createAttachment({ name, contentType, contentId, size }: AttachmentHead, options: WriteOptions) {
    return await this.#send(options, {
      words: "",
      leave: () => this.#note("create", name),
      carryOut: () => {
        if (name.endsWith(forbiddenEnding)) throw this.#refused("does not take such files");
        return this.#desk.shelf.add({ name, contentType, contentId, size, bytes: null }).id;
      },
    });
  }

  async uploadAttachment(id: string, stored: StoredBytes, options: WriteOptions): Promise<void> {
    const bytes = await textOf(stored);
    const file = this.#desk.shelf.find(id);
    if (file === undefined) throw this.#refused(`has no attachment ${id}`);
    await this.#send(options, {
      words: "",
      pieces: 2,
      leave: () => this.#note("upload", file.name),
      carryOut: () => {
        file.bytes = bytes;
      },
    });
  }

  async linkAttachments(messageId: MessageId, ids: readonly string[], options: WriteOptions): Promise<void> {
    const desk = this.#desk;
    const linked = await this.#network.read(desk, () => Promise.resolve(desk.shelf.on(messageId)));
    const unlinked = ids.filter((id) => !linked.some(({ file }) => file.id === id));
    if (unlinked.length === 0) return;
    await this.#process.point();
    await this.#send(options, {
      words: "",
      carryOut: (sentAt) => {
        const message = desk.held.find(({ id, removed }) => id === messageId && !removed);
        if (message === undefined) throw this.#refused("has no such message");
        hangUploaded(desk, message, unlinked, sentAt);
      },
    });
  }

  /** SuperOffice without the call that saves both: what breaks in between is uncertain, whatever it was. */
  async linkAfter(created: CreatedMessage, ids: readonly string[], options: WriteOptions): Promise<void> {
    try {
      await this.#process.point();
      await this.linkAttachments(created.id, ids, options);
    } catch (cause) {
      const details = { decision: "uncertain", fault: "side", cause } as const;
      throw failure(this.#desk, `stored the message, but not its files: ${String(cause)}`, details);
    }
  }

  /** What the database says of it as its bytes leave: a file that is ready is never sent again. */
  #note(step: SeenUpload["step"], name: string): void {
    this.#network.uploads.push({ name, step, wasReady: this.#network.isReady(name) });
  }

  async #send<Answer>(options: WriteOptions, work: Work<Answer>): Promise<Answer> {
    return await this.#network.send(this.#process, this.#desk, options, work);
  }

  #refused(what: string): DeliveryError {
    return failure(this.#desk, what, { decision: "permanent", fault: "message" });
  }
}

/** The ids of what was uploaded for a message before it. */
export function uploadedIds({ attachments = [] }: OutgoingMessage): readonly string[] {
  return attachments.flatMap(({ content }) => ("uploaded" in content ? [content.uploaded] : []));
}

export function hangUploaded(
  desk: SimulatedHelpdesk,
  { id: messageId, wire }: HeldMessage,
  ids: readonly string[],
  sentAt: number,
): void {
  for (const id of ids) {
    const file = desk.shelf.find(id);
    if (file !== undefined) desk.shelf.hang(messageId, { file, sentAt, public: wire["Slevel"] === "External" });
  }
}

/** The bytes that go out with a message, read as they leave; one that was uploaded before has none. */
export async function bytesOf({ attachments = [] }: OutgoingMessage): Promise<readonly (string | null)[]> {
  const texts: (string | null)[] = [];
  for (const { content } of attachments) texts.push("bytes" in content ? await textOf(content.bytes) : null);
  return texts;
}

/** Requestor's NewMessage brings its files along. */
export function hangBrought(
  desk: SimulatedHelpdesk,
  { id, posted }: HeldMessage,
  { attachments = [] }: OutgoingMessage,
  texts: readonly (string | null)[],
  sentAt: number,
): void {
  for (const [place, { name, contentType, size }] of attachments.entries()) {
    const bytes = texts[place] ?? null;
    if (bytes === null) continue;
    const file = desk.shelf.add({ name, contentType, contentId: null, size, bytes });
    desk.shelf.hang(id, { file, sentAt, public: posted?.public === true });
  }
}

async function textOf(bytes: StoredBytes): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes.open()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
