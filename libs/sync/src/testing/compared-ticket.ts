import type { Message, MessageId, Side, Ticket, TicketId } from "@ticket-bridge/helpdesk";
import { carriedHash, composeMirror, contentHash, markerCode } from "@ticket-bridge/mapping";

import type { CompareFacts, SideReading } from "../decide/compare-ticket.ts";
import { writtenHash } from "../decide/written-hash.ts";
import type { LinkMap, MapRow } from "../ports/audit-map.ts";

const identity = { bridgeId: "bridge.test", secret: "a secret for tests" };
const ticketIds = { superoffice: "734", requestor: "47" } as Readonly<Record<Side, TicketId>>;

/** A link whose two tickets agree, to be changed in one thing: messages of Requestor and their mirrors in SuperOffice. */
export class ComparedTicket {
  readonly rows: MapRow[] = [];
  readonly present: Record<Side, MessageId[]> = { superoffice: [], requestor: [] };
  readonly stopped: Record<Side, string | null> = { superoffice: null, requestor: null };
  readonly messages: Record<Side, Map<MessageId, Message>> = { superoffice: new Map(), requestor: new Map() };
  readonly unreadable = new Map<MessageId, string>();
  policy: CompareFacts["policy"] = { edits: "mirror", deletes: "note" };
  readonly #source: Side;
  #last = 0;

  constructor(source: Side = "requestor") {
    this.#source = source;
  }

  get target(): Side {
    return this.#source === "requestor" ? "superoffice" : "requestor";
  }

  /** A mirrored message; gives its id. The mirror's is a hundred more. */
  mirrored(text: string, visibility: Message["visibility"] = "public"): MessageId {
    const message = this.written(text, visibility);
    const target = this.target;
    const marker = { side: this.#source, ticketId: ticketIds[this.#source], messageId: message.id, revision: 1 };
    const { outgoing } = composeMirror(message, target, marker, { ...identity, ticketId: ticketIds[target] });
    const mirrorId = String(Number(message.id) + 100) as MessageId;
    const parsed = { ...marker, code: markerCode(marker, identity.bridgeId, identity.secret) };
    this.put({ ...plain(target, mirrorId, "", visibility), content: outgoing.content, marker: parsed });
    const written = target === "superoffice" ? outgoing.content : message.content;
    this.row(message.id, {
      state: "mirrored",
      targetMessageId: mirrorId,
      carriedHash: carriedHash(message),
      writtenHash: writtenHash(visibility, contentHash(written)),
    });
    return message.id;
  }

  /** A message of the source side that no row knows. */
  written(text: string, visibility: Message["visibility"] = "public"): Message {
    this.#last += 1;
    return this.put(plain(this.#source, String(this.#last) as MessageId, text, visibility));
  }

  put(message: Message): Message {
    this.messages[message.side].set(message.id, message);
    return message;
  }

  change(side: Side, id: MessageId, change: Partial<Message>): Message {
    const message = this.messages[side].get(id);
    if (message === undefined) throw new Error(`There is no message ${id}.`);
    return this.put({ ...message, ...change });
  }

  row(sourceMessageId: MessageId, row: Partial<MapRow>): void {
    this.rows.push({
      mirrorId: String(this.rows.length + 1),
      direction: this.#source === "requestor" ? "requestor-to-superoffice" : "superoffice-to-requestor",
      kind: (row.revision ?? 1) > 1 ? "edit" : "message",
      revision: 1,
      state: "pending",
      reason: null,
      attempts: 0,
      sourceMessageId,
      targetMessageId: null,
      carriedHash: null,
      writtenHash: null,
      gone: false,
      ...row,
    });
  }

  get map(): LinkMap {
    return { rows: [...this.rows], present: this.present, stopped: this.stopped };
  }

  facts(before: LinkMap = this.map): CompareFacts {
    const sides = { superoffice: this.#reading("superoffice"), requestor: this.#reading("requestor") };
    return { before, map: this.map, sides, identity, policy: this.policy };
  }

  #reading(side: Side): SideReading {
    const messages = this.messages[side];
    return { ticket: ticketOf(side), ids: [...messages.keys()], messages, unreadable: this.unreadable };
  }
}

function ticketOf(side: Side): Ticket {
  const more = { ref: null, title: "", mergedInto: null, lastChanged: null };
  return { side, id: ticketIds[side], visibility: "public", canHoldInternal: true, state: "open", ...more };
}

function plain(side: Side, id: MessageId, text: string, visibility: Message["visibility"]): Message {
  return {
    side,
    ticketId: ticketIds[side],
    id,
    createdAt: 0,
    changedAt: null,
    visibility,
    content: { format: "plain", text },
    author: { name: "Jane Doe", email: null, role: "agent" },
    writtenBy: "other",
    kind: "message",
    marker: null,
    deleted: false,
    attachments: [],
  };
}
