import type { MessageId } from "@ticket-bridge/helpdesk";

/** A file as a helpdesk holds it. */
export interface HeldFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly contentId: string | null;
  /** As its API tells it; null where it tells none. */
  readonly size: number | null;
  /** Its bytes as text; null before they came and when they are gone. */
  bytes: string | null;
}

/** A file on a message, and how that stood when the bytes left that put it there. */
export interface HungFile {
  readonly file: HeldFile;
  readonly sentAt: number;
  readonly public: boolean;
}

/** The files of one helpdesk: on messages, and of nobody yet. */
export class Shelf {
  readonly files: HeldFile[] = [];
  readonly #hanging = new Map<MessageId, HungFile[]>();
  #lastId = 300;

  add(file: Omit<HeldFile, "id">): HeldFile {
    this.#lastId += 1;
    const held = { ...file, id: String(this.#lastId) };
    this.files.push(held);
    return held;
  }

  find(id: string | null): HeldFile | undefined {
    return this.files.find((file) => file.id === id);
  }

  hang(messageId: MessageId, hung: HungFile): void {
    this.#hanging.set(messageId, [...this.on(messageId), hung]);
  }

  /** In the order in which they were put there. */
  on(messageId: MessageId): readonly HungFile[] {
    return this.#hanging.get(messageId) ?? [];
  }
}
