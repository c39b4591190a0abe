import {
  compareIds,
  DeliveryError,
  type ChangedMessage,
  type ChangeFeed,
  type ChangePage,
  type EditOptions,
  type FeedItem,
  type MarkedMessageList,
  type MarkedPage,
  type MessageDeletion,
  type MessageEdit,
  type MessageEditing,
  type MessageFeed,
  type MessageId,
  type TicketId,
  type TicketList,
  type TicketQuery,
  type WriteOptions,
  type Written,
} from "@ticket-bridge/helpdesk";

import { FakeHelpdesk } from "./fake-helpdesk.ts";

const changesAPage = 100;
const markedAPage = 20;

/** One that can do what only SuperOffice can: feeds and lists, edits and deletions. */
export class FakeFeedHelpdesk
  extends FakeHelpdesk
  implements MessageFeed, TicketList, MarkedMessageList, ChangeFeed, MessageDeletion, MessageEditing
{
  /** Where set, how the list of changes answers: a sentence of refusal, or a failure. */
  changesAnswer: string | DeliveryError | null = null;
  /** From which places pages of the list of changes were asked for. */
  readonly changesAsked: number[] = [];
  /** A failure for the first look at the feed while set. */
  newestFault: DeliveryError | null = null;

  readFeed(after: MessageId | null, limit: number): Promise<readonly FeedItem[]> {
    return this.read(() =>
      this.visible()
        .map((message) => ({ ticketId: message.ticketId, messageId: message.id, createdAt: message.createdAt }))
        .filter(({ messageId }) => after === null || Number(messageId) > Number(after))
        .slice(0, limit),
    );
  }

  async newestMessageId(): Promise<MessageId | null> {
    if (this.newestFault !== null) throw this.newestFault;
    const items = await this.readFeed(null, Number.MAX_SAFE_INTEGER);
    return items.at(-1)?.messageId ?? null;
  }

  async changedMessages(from: number): Promise<ChangePage> {
    this.changesAsked.push(from);
    if (this.changesAnswer instanceof DeliveryError) throw this.changesAnswer;
    if (this.changesAnswer !== null) {
      return { kind: "refused", reason: this.changesAnswer, mayPass: / answered 500\b/.test(this.changesAnswer) };
    }
    return await this.read(() => {
      const all = this.visible()
        .map(({ id, ticketId, createdAt, changedAt, marker }): ChangedMessage => {
          return { ticketId, messageId: id, createdAt, changedAt: changedAt ?? createdAt ?? 0, marker };
        })
        .sort((a, b) => b.changedAt - a.changedAt);
      const changes = all.slice(from, from + changesAPage);
      return { kind: "told", changes, next: from + changesAPage < all.length ? from + changesAPage : null };
    });
  }

  listTickets({ after, limit }: TicketQuery): Promise<readonly TicketId[]> {
    const ids = [...this.tickets.keys()].sort(compareIds).filter((id) => after === null || compareIds(id, after) > 0);
    return Promise.resolve(ids.slice(0, limit) as TicketId[]);
  }

  markedMessages(after: MessageId | null): Promise<MarkedPage> {
    return this.read(() => {
      const messages = this.visible()
        .flatMap(({ id, ticketId, marker }) => (marker === null ? [] : [{ ticketId, messageId: id, marker }]))
        .filter(({ messageId }) => after === null || compareIds(messageId, after) > 0)
        .sort((a, b) => compareIds(a.messageId, b.messageId))
        .slice(0, markedAPage);
      return { messages, next: messages.at(-1)?.messageId ?? null };
    });
  }

  async updateMessage(edit: MessageEdit, { beforeBytes, beforeReplace }: EditOptions): Promise<Written> {
    const stored = await this.read(() => this.stored.find(({ message }) => message.id === edit.messageId));
    if (stored === undefined) {
      throw new DeliveryError(`${this.side}: no such message`, { decision: "permanent", fault: "message" });
    }
    beforeReplace(stored.message);
    await this.takeWrite("message", {
      beforeBytes,
      commit: () => {
        this.edits.push(edit);
        const visibility = edit.makeInternal ? "internal" : stored.message.visibility;
        stored.message = { ...stored.message, content: edit.content, visibility };
      },
    });
    return { status: 200 };
  }

  async deleteMessage(id: MessageId, { beforeBytes }: WriteOptions): Promise<void> {
    await Promise.resolve();
    beforeBytes();
    const place = this.stored.findIndex(({ message }) => message.id === id);
    if (place >= 0) this.stored.splice(place, 1);
  }
}
