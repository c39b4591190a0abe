import type { RelearnedTicketView, RelearnTotalsView, ReportLineView } from "@ticket-bridge/assembly";
import { sideName, sides } from "@ticket-bridge/helpdesk";

/** Adds up what was learned pair by pair. */
export class RelearnSums {
  readonly #tickets = { relearned: 0, known: 0, nothing: 0, contradiction: 0, unreadable: 0 };
  #newLinks = 0;
  #mirrors = 0;
  #known = 0;
  #onlySource = 0;
  #newer = 0;

  /** Gives the lines of the report. */
  add(ticket: RelearnedTicketView): readonly ReportLineView[] {
    const { superofficeTicketId, requestorTicketId, onlySource } = ticket;
    const tickets = { superofficeTicketId, requestorTicketId };
    this.#tickets[ticket.outcome] += 1;
    this.#newLinks += ticket.newLink ? 1 : 0;
    this.#mirrors += ticket.mirrors.superoffice + ticket.mirrors.requestor;
    this.#known += ticket.known;
    const alone = sides.flatMap((side) =>
      onlySource[side].map((messageId) => ({
        ...{ class: "only-source" as const, ...tickets, side, messageId },
        reason: `No mirror of it stands there and newer ones do: it stays in ${sideName(side)}, until a backfill carries it.`,
      })),
    );
    this.#onlySource += alone.length;
    this.#newer += ticket.newer.superoffice + ticket.newer.requestor;
    return [
      ...reasonsOf(ticket).map((reason) => ({
        class: "error" as const,
        ...tickets,
        side: null,
        messageId: null,
        reason,
      })),
      ...alone,
    ];
  }

  /** Pairs that were looked at. */
  get done(): number {
    return Object.values(this.#tickets).reduce((sum, count) => sum + count, 0);
  }

  /** Pairs that were left alone although something is wrong with them. */
  get failed(): number {
    return this.#tickets.contradiction + this.#tickets.unreadable;
  }

  get figures(): Omit<RelearnTotalsView, "foreign"> {
    return {
      tickets: { ...this.#tickets },
      newLinks: this.#newLinks,
      mirrors: this.#mirrors,
      known: this.#known,
      onlySource: this.#onlySource,
      newer: this.#newer,
    };
  }
}

function reasonsOf({ outcome, reasons }: RelearnedTicketView): readonly string[] {
  if (outcome !== "nothing") return reasons;
  return ["No mirror of this bridge stands on either ticket: they are not linked."];
}
