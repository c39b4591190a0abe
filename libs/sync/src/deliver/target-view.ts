import {
  compareIds,
  sourceOf,
  targetOf,
  type MarkedMessage,
  type MessageId,
  type Ticket,
} from "@ticket-bridge/helpdesk";
import { isAuthentic } from "@ticket-bridge/mapping";

import { callHelpdesk } from "../call-helpdesk.ts";
import type { EngineContext } from "../engine-context.ts";
import type { LaneLease } from "../ports/lane-store.ts";

/** What one run of a lane has read of its target ticket, so that it is not read again for each message. */
export class TargetView {
  readonly #context: EngineContext;
  readonly #lease: LaneLease;
  #ticket: Ticket | null | undefined;
  #ours: ReadonlyMap<string, MessageId> | undefined;

  constructor(context: EngineContext, lease: LaneLease) {
    this.#context = context;
    this.#lease = lease;
  }

  /** Null when the target ticket does not exist. */
  async ticket(correlationId: string): Promise<Ticket | null> {
    const known = this.#known();
    if (known !== undefined) return known;
    const { clock, tickets } = this.#context;
    const target = this.#target();
    const askedAt = clock.monotonic();
    this.#ticket = await callHelpdesk(this.#context, target, "read", () =>
      target.readTicket(this.#lease.targetTicketId, { correlationId, signal: this.#context.calls }),
    );
    if (this.#ticket !== null) tickets.note(target.side, this.#ticket, askedAt);
    return this.#ticket;
  }

  /** Whether {@link ticket} answers without a call. */
  get knowsTicket(): boolean {
    return this.#known() !== undefined;
  }

  /** Whether {@link mirrorOf} answers without a call. */
  get knowsMarkers(): boolean {
    return this.#ours !== undefined;
  }

  forgetTicket(): void {
    this.#ticket = undefined;
    this.#context.tickets.forget(this.#target().side, this.#lease.targetTicketId);
  }

  /** The target id of our mirror of this source message and revision, found by its authentic marker; else null. */
  async mirrorOf(messageId: MessageId, revision: number, correlationId: string): Promise<MessageId | null> {
    if (this.#ours === undefined) {
      const target = this.#target();
      const marked = await callHelpdesk(this.#context, target, "read", () =>
        target.listMarked(this.#lease.targetTicketId, { correlationId, signal: this.#context.calls }),
      );
      this.#ours = indexMirrors(marked, this.#lease, this.#context.identity);
      this.#context.posts.looked(this.#lease, this.#ours);
    }
    return this.#ours.get(nameOf(messageId, revision)) ?? null;
  }

  /** As `mirrorOf`, from what the lane's last look at its target showed: asks nobody. */
  mirrorSeen(messageId: MessageId, revision: number): MessageId | null {
    return this.#context.posts.seen(this.#lease, nameOf(messageId, revision));
  }

  #known(): Ticket | null | undefined {
    if (this.#ticket === null || this.#ticket?.canHoldInternal === false) return this.#ticket;
    return this.#context.tickets.known(this.#target().side, this.#lease.targetTicketId);
  }

  #target() {
    return this.#context.helpdesks[targetOf(this.#lease.direction)];
  }
}

/** Our mirrors among these messages of a lane's target, by the name of what they carry. */
function indexMirrors(
  marked: readonly MarkedMessage[],
  { direction, sourceTicketId }: Pick<LaneLease, "direction" | "sourceTicketId">,
  identity: EngineContext["identity"],
): ReadonlyMap<string, MessageId> {
  const index = new Map<string, MessageId>();
  const source = sourceOf(direction);
  for (const { id, marker } of [...marked].sort((a, b) => compareIds(a.id, b.id))) {
    const authentic = marker.side === source && isAuthentic(marker, { ...identity, ticketId: sourceTicketId });
    const name = nameOf(marker.messageId, marker.revision);
    // The first one stands; a later copy of the same marker is a quotation.
    if (authentic && !index.has(name)) index.set(name, id);
  }
  return index;
}

function nameOf(messageId: MessageId, revision: number): string {
  return `${messageId}/${revision}`;
}
