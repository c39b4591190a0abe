import type { Side } from "@ticket-bridge/helpdesk";
import type { OutgoingRecord, RequestorMessage, SuperOfficeMessage, WriteRecord } from "@ticket-bridge/simulators";
import { expect, vi } from "vitest";

import type { LinkedPair, TwoHelpdesks } from "./two-helpdesks.ts";

export interface EditRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly trace?: readonly { readonly detail: string }[];
}

interface EditTexts {
  readonly source: { readonly plain: string | null };
  readonly target: { readonly plain: string | null } | null;
  readonly previous: string | null;
}

/** One linked pair on which somebody edits or deletes, and what became of that. */
export class EditScene {
  readonly helpdesks: TwoHelpdesks;
  readonly pair: LinkedPair;

  constructor(helpdesks: TwoHelpdesks, pair: LinkedPair) {
    this.helpdesks = helpdesks;
    this.pair = pair;
  }

  /** The rows of that kind on this link, the oldest first. */
  async rows(kind: string): Promise<EditRow[]> {
    const { body } = await this.helpdesks.api("GET", `/api/mirrors?linkId=${this.pair.linkId}`);
    const of = (body as { items: EditRow[] }).items.filter((row) => row.kind === kind).reverse();
    const whole = async ({ id }: EditRow) => (await this.helpdesks.api("GET", `/api/mirrors/${id}`)).body as EditRow;
    return await Promise.all(of.map(whole));
  }

  inSuperOffice(): SuperOfficeMessage[] {
    return this.helpdesks.superoffice.control.messages(this.pair.superoffice);
  }

  inRequestor(): RequestorMessage[] {
    return this.helpdesks.requestor.control.messages(this.pair.requestor);
  }

  /** The PUTs that SuperOffice stored for this ticket. */
  puts(): WriteRecord[] {
    const writes = this.helpdesks.superoffice.control.writes();
    return writes.filter(({ method, ticketId }) => method === "PUT" && ticketId === this.pair.superoffice);
  }

  /** What SuperOffice would have sent to somebody because of this ticket. */
  sent(): OutgoingRecord[] {
    return this.helpdesks.superoffice.control.sent().filter(({ ticketId }) => ticketId === this.pair.superoffice);
  }

  async until(what: () => void | Promise<void>): Promise<void> {
    await vi.waitFor(what, { timeout: 45_000, interval: 30 });
  }

  /** A person writes in one helpdesk, and its mirror stands in the other. */
  async mirrored(side: Side, text: string, internal = false): Promise<number> {
    const { superoffice, requestor } = this.helpdesks;
    const { id } =
      side === "superoffice"
        ? superoffice.control.addMessage(this.pair.superoffice, { text, slevel: internal ? "Internal" : "External" })
        : requestor.control.addMessage(this.pair.requestor, {
            text,
            private: internal,
            ...(internal && { from: "kim" }),
          });
    await this.until(async () => {
      expect((await this.rows("message")).filter(({ state }) => state === "mirrored")).not.toEqual([]);
    });
    // ChangedAt counts in seconds: an edit in the second of the message's own writing shows in no listing.
    const written = Date.now();
    await this.until(() => expect(Date.now()).toBeGreaterThan(written + 1_000));
    return id;
  }

  /** The last row of that kind, once there are so many of them and all are in this state. */
  async settled(kind: string, state: string, count = 1): Promise<EditRow> {
    await this.until(async () => {
      expect((await this.rows(kind)).map((row) => row.state)).toEqual(Array.from({ length: count }, () => state));
    });
    const row = (await this.rows(kind)).at(-1);
    if (row === undefined) throw new Error("There is no row.");
    return row;
  }

  /** What an operator is told who asks for the texts of a row. */
  async texts({ id }: EditRow): Promise<EditTexts> {
    return (await this.helpdesks.api("POST", `/api/mirrors/${id}/texts`)).body as EditTexts;
  }
}
