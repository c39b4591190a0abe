import type { FaultPlan } from "@ticket-bridge/simulators";

export const deskNames = ["superoffice", "requestor"] as const;
export type DeskName = (typeof deskNames)[number];

export const deskTitles: Readonly<Record<DeskName, string>> = { superoffice: "SuperOffice", requestor: "Requestor" };

export function otherDesk(desk: DeskName): DeskName {
  return desk === "superoffice" ? "requestor" : "superoffice";
}

/** Someone in whose name a visitor may write. */
export interface Writer {
  readonly key: string;
  readonly name: string;
  readonly role: "agent" | "customer";
}

/** A file at a message, as one helpdesk holds it. */
export interface DeskAttachment {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** What the message's HTML shows it by, after `cid:`; empty when it is not shown there. */
  readonly contentId: string;
}

/** A file with what is in it. */
export interface DeskFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  /** With it the file is a picture that the message's HTML shows as `cid:…`. */
  readonly contentId?: string;
}

/** A message as one helpdesk holds it. */
export interface DeskMessage {
  readonly id: number;
  readonly author: string;
  readonly role: "agent" | "customer";
  /** Whether the bridge's account stored it. */
  readonly byBridge: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly internal: boolean;
  readonly html: boolean;
  readonly body: string;
  /** Whether somebody changed it after it was written. */
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly attachments: readonly DeskAttachment[];
}

export interface NewWords {
  readonly writer: string;
  readonly internal: boolean;
  readonly html: boolean;
  readonly text: string;
  readonly attachments?: readonly DeskFile[];
  /** ISO 8601 UTC; now when missing. */
  readonly at?: string;
}

export interface NewTicket {
  readonly subject: string;
  /** Key among the customers. */
  readonly customer: string;
  /** A free one when missing. */
  readonly id?: number;
  /** ISO 8601 UTC; now when missing. */
  readonly at?: string;
}

/** What the demo does with a simulated helpdesk, the same for both. */
export interface Desk {
  readonly name: DeskName;
  readonly url: string;
  readonly faults: FaultPlan;
  /** The path under which the bridge's writes arrive, for faults that hit nothing else. */
  readonly writePath: string;
  hasTicket(ticketId: number): boolean;
  /** The first ticket whose subject is this, or begins with it: the bridge writes a mark behind that of one it makes. */
  ticketAbout(subject: string): number | null;
  /** Returns its id. */
  openTicket(facts: NewTicket): number;
  /** Those who may write in this ticket; the customer comes last. Throws when there is no such ticket. */
  writers(ticketId: number): readonly Writer[];
  subject(ticketId: number): string;
  /** How people name the ticket. */
  reference(ticketId: number): string;
  /** By id. */
  messages(ticketId: number): readonly DeskMessage[];
  /** Null when there is no such message in any ticket, or it is deleted. */
  message(id: number): DeskMessage | null;
  /** By the message's id; null where the helpdesk does not hold the file's bytes. */
  file(messageId: number, attachmentId: number): DeskFile | null;
  /** Stores a message as if its writer had typed it into the helpdesk, and returns its id. Throws for an unknown writer. */
  say(ticketId: number, words: NewWords): number;
  /** Changes a message as its writer would. */
  edit(id: number, words: Pick<NewWords, "writer" | "html" | "text">): void;
  /** Has the helpdesk tell the bridge at this address about every change, signed with the secret. */
  tellBridge(url: string, secret: string): Promise<void>;
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
}
