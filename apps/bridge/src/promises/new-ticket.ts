import type { Side } from "@ticket-bridge/helpdesk";
import { expect, vi } from "vitest";

import { filesOf, forRequestor, forSuperOffice, type GivenFile, type ShownFile } from "./carried-files.ts";
import type { TwoHelpdesks } from "./two-helpdesks.ts";

export const bothSides: readonly Side[] = ["superoffice", "requestor"];

/** Whom both helpdesks know: a ticket without a customer holds no notes in Requestor. */
const customer = { name: "Jane Doe", email: "jane@example.com" };

let number = 0;

/** What stands on both helpdesks, by the word in the tickets' titles. */
export class NewTicket {
  readonly word = `word${(number += 1)}x`;
  readonly #helpdesks: TwoHelpdesks;
  readonly #side: Side;
  readonly #id: number;

  /** @param more what the helpdesk says of it, by its own numbers */
  constructor(
    helpdesks: TwoHelpdesks,
    side: Side,
    more: { readonly category?: number; readonly serviceId?: number } = {},
  ) {
    this.#helpdesks = helpdesks;
    this.#side = side;
    const title = `Printer ${this.word} is dead`;
    this.#id =
      side === "superoffice"
        ? helpdesks.superoffice.control.createTicket({ ...more, title, customer }).id
        : helpdesks.requestor.control.createTicket({ ...more, subject: title, type: "EndUserTicket" }).id;
  }

  says(
    said: string,
    { internal = false, files = [] }: { internal?: boolean; files?: readonly GivenFile[] } = {},
  ): this {
    const text = `${this.word} ${said}`;
    if (this.#side === "superoffice") {
      const slevel = internal ? "Internal" : "External";
      const attachments = forSuperOffice(files);
      this.#helpdesks.superoffice.control.addMessage(this.#id, { text, slevel, from: 5, attachments });
    } else {
      const more = internal ? { private: true, from: "kim" } : {};
      this.#helpdesks.requestor.control.addMessage(this.#id, { text, ...more, attachments: forRequestor(files) });
    }
    return this;
  }

  ticketsIn(side: Side): number[] {
    return side === "superoffice"
      ? this.#helpdesks.superoffice.control
          .tickets()
          .flatMap(({ id, title }) => (title.includes(this.word) ? [id] : []))
      : this.#helpdesks.requestor.control
          .tickets()
          .flatMap(({ id, subject }) => (subject.includes(this.word) ? [id] : []));
  }

  /** The words on the only ticket of this side, in their order, with their visibility. */
  messagesIn(side: Side): string[] {
    return this.#standing(side).map(({ said }) => said);
  }

  #standing(side: Side): { readonly id: number; readonly said: string }[] {
    const [ticket = 0] = this.ticketsIn(side);
    const seen =
      side === "superoffice"
        ? this.#helpdesks.superoffice.control.messages(ticket).map(({ id, body, htmlBody, slevel }) => ({
            ...{ id, text: `${body} ${htmlBody}`, internal: slevel !== "External" },
          }))
        : this.#helpdesks.requestor.control.messages(ticket).map((message) => ({
            ...{ id: message.id, text: message.body, internal: message.private },
          }));
    return seen.map(({ id, text, internal }) => {
      const said = new RegExp(`${this.word} (\\w+)`).exec(text)?.[1] ?? "nothing of it";
      return { id, said: internal ? `(${said})` : said };
    });
  }

  /**
   * P4: what stands there in another order than it was written in became visible in another one. As for any linked pair:
   * see Conversation.
   */
  expectOrderKept(): void {
    const visible = new Map(this.#helpdesks[this.#side].control.ledger().map(({ id, seq }) => [id, seq]));
    const written = this.#standing(this.#side).map(({ id, said }) => ({ id, said, seq: visible.get(id) ?? 0 }));
    const mirrors = this.#standing(this.#side === "superoffice" ? "requestor" : "superoffice");
    const at = (wanted: string) => mirrors.findIndex(({ said }) => said === wanted);
    for (const one of written) {
      const overtaken = written.filter(({ id, seq, said }) => id > one.id && seq > one.seq && at(said) < at(one.said));
      expect(overtaken, `P4: ${this.word}, from ${this.#side}, behind ${one.said}`).toEqual([]);
    }
  }

  /** The files of the message that says this word, on the only ticket of this side. */
  filesIn(side: Side, said: string): ShownFile[] {
    const [id = 0] = this.ticketsIn(side);
    const at = this.messagesIn(side).indexOf(said);
    return filesOf(this.#helpdesks, side, this.#helpdesks[side].control.messages(id)[at]?.id ?? 0);
  }

  /** @param order `any` where a message may become visible after a younger one, and so is appended */
  async crossed(expected: readonly string[], order: "as written" | "any" = "as written"): Promise<void> {
    await vi.waitFor(
      () => {
        for (const side of bothSides) {
          expect(this.ticketsIn(side), `tickets in ${side}`).toHaveLength(1);
          const words = this.messagesIn(side).filter((word) => word !== "nothing of it");
          expect(order === "any" ? words.sort() : words, `messages in ${side}`).toEqual(expected);
        }
      },
      { timeout: 30_000, interval: 50 },
    );
  }
}

/** Waits until nothing of tickets or messages is on its way. */
export async function allSettled(helpdesks: TwoHelpdesks): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const state of ["pending", "sending", "uncertain"]) {
        const rows = await helpdesks.api("GET", `/api/ticket-creations?state=${state}`);
        expect((rows.body as { items: unknown[] }).items, state).toEqual([]);
        const mirrors = await helpdesks.api("GET", `/api/mirrors?state=${state}`);
        expect((mirrors.body as { items: unknown[] }).items, state).toEqual([]);
      }
    },
    { timeout: 30_000, interval: 50 },
  );
}
