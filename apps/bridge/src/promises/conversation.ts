import type { Side } from "@ticket-bridge/helpdesk";
import { expect, vi } from "vitest";

import { asShown, filesOf, forRequestor, forSuperOffice, type GivenFile, type ShownFile } from "./carried-files.ts";
import { readableWords } from "./readable-words.ts";
import type { LinkedPair, TwoHelpdesks } from "./two-helpdesks.ts";

export interface Written {
  readonly side: Side;
  readonly id: number;
  /** A word that stands in this message and its mirror and nowhere else. */
  readonly token: string;
  readonly internal: boolean;
  /** Written before its ticket was linked: a backfill carries it, behind what has crossed by then. */
  readonly isHistory: boolean;
  /** What can be read of it on both sides. */
  readonly words: string;
  /** What stands at its mirror, and what else its mirror says. */
  readonly files: readonly ShownFile[];
  readonly says: readonly string[];
}

interface Standing {
  readonly id: number;
  readonly text: string;
  readonly internal: boolean;
}

export interface Writing {
  readonly internal?: boolean;
  readonly files?: readonly GivenFile[];
  /** Those of them that stand at the mirror; all when missing. */
  readonly crossing?: readonly GivenFile[];
  /** What the mirror says of those that do not cross, and how it shows pictures. */
  readonly says?: readonly string[];
  /** Markup within the text. */
  readonly shows?: string;
}

/** What people write on one linked pair, and the proof that the promises hold on what both helpdesks hold. */
export class Conversation {
  readonly #helpdesks: TwoHelpdesks;
  readonly #pair: LinkedPair;
  readonly #written: Written[] = [];

  constructor(helpdesks: TwoHelpdesks, pair: LinkedPair) {
    this.#helpdesks = helpdesks;
    this.#pair = pair;
  }

  /** A person writes a message on one side. Plain and HTML take turns. */
  write(side: Side, { internal = false, files = [], crossing = files, says = [], shows }: Writing = {}): Written {
    const number = this.#written.length + 1;
    const token = `token${this.#pair.superoffice}x${number}x`;
    const html = number % 2 === 0 || shows !== undefined;
    const text = html
      ? `<p>Grüße,&nbsp;<b>${token}</b> &mdash; <a href="https://example.com/?a=1&amp;b=2">here</a>${shows ?? ""}</p>`
      : `Grüße, ${token}\nsecond line`;
    const words = html ? `Grüße, ${token} — here` : `Grüße, ${token} second line`;
    const id = this.#post(side, { text, html, internal, files });
    const isHistory = this.#pair.linkId === "";
    const written = { side, id, token, internal, isHistory, words, says, files: asShown(crossing) };
    this.#written.push(written);
    return written;
  }

  #post(side: Side, said: { text: string; html: boolean; internal: boolean; files: readonly GivenFile[] }): number {
    const { text, html, internal, files } = said;
    if (side === "superoffice") {
      const body = html ? { type: "Html", body: "", htmlBody: text } : { type: "Plain", body: text };
      const more = { slevel: internal ? "Internal" : "External", attachments: forSuperOffice(files) };
      return this.#helpdesks.superoffice.control.addMessage(this.#pair.superoffice, { ...body, ...more }).id;
    }
    return this.#helpdesks.requestor.control.addMessage(this.#pair.requestor, {
      ...{ text, html, private: internal, attachments: forRequestor(files) },
      ...(internal ? { from: "kim" } : {}),
    }).id;
  }

  /** One of everything, on both sides. */
  writeABit(): void {
    for (const side of ["superoffice", "requestor"] as const) {
      this.write(side);
      this.write(side, { internal: true });
      this.write(side);
    }
  }

  /** Waits until every message stands on both sides and the bridge has nothing left to do on this link. */
  async crossed(timeout = 60_000): Promise<void> {
    await vi.waitFor(
      () => {
        for (const where of ["superoffice", "requestor"] as const) {
          const standing = this.#standing(where);
          const times = (token: string) => standing.filter(({ text }) => text.includes(token)).length;
          const others = this.#written.map(({ token }) => token).filter((token) => times(token) !== 1);
          expect(others, `do not stand once in ${where}`).toEqual([]);
        }
      },
      { timeout, interval: 50 },
    );
    await this.settled(timeout);
  }

  /** Waits until no message of this link is pending, sending or uncertain, its own echoes included. */
  async settled(timeout = 60_000): Promise<void> {
    await vi.waitFor(
      async () => {
        for (const state of ["pending", "sending", "uncertain"]) {
          const { body } = await this.#helpdesks.api("GET", `/api/mirrors?state=${state}&linkId=${this.#pair.linkId}`);
          expect((body as { items: unknown[] }).items, state).toEqual([]);
        }
      },
      { timeout, interval: 50 },
    );
  }

  /** P1 to P7 on what the helpdesks hold and on every write they accepted. */
  expectPromisesKept(): void {
    for (const { token, internal, side } of this.#written) {
      for (const where of ["superoffice", "requestor"] as const) {
        const found = this.#with(where, token);
        expect(found, `P1, P2: ${token} from ${side} stands once in ${where}`).toHaveLength(1);
        expect(found[0]?.internal, `P3: visibility of ${token} in ${where}`).toBe(internal);
      }
    }
    for (const written of this.#written) this.#expectSameWords(written);
    for (const where of ["superoffice", "requestor"] as const) {
      expect(this.#standing(where), `P5: nothing else in ${where}`).toHaveLength(this.#written.length);
    }
    for (const side of ["superoffice", "requestor"] as const) this.#expectOrderKept(side);
    this.#expectNoSurprise();
  }

  /**
   * P4. What became visible together stands by its source id, and only the bridge knows what it saw together; so two
   * messages must keep their order where their ids and the moments when they became visible agree on it. History and what
   * came after the link keep theirs each for itself.
   */
  #expectOrderKept(side: Side): void {
    const other = side === "superoffice" ? "requestor" : "superoffice";
    const visible = new Map(this.#helpdesks[side].control.ledger().map(({ id, seq }) => [id, seq]));
    const mirrored = this.#written
      .filter((message) => message.side === side)
      .map(({ token, isHistory }) => {
        const id = this.#with(side, token)[0]?.id ?? 0;
        return { token, isHistory, id, seq: visible.get(id) ?? 0, mirror: this.#with(other, token)[0]?.id ?? 0 };
      })
      .sort((a, b) => a.mirror - b.mirror);
    for (const [at, later] of mirrored.entries()) {
      const overtaken = mirrored
        .slice(0, at)
        .filter(({ isHistory, id, seq }) => isHistory === later.isHistory && id > later.id && seq > later.seq);
      expect(
        overtaken.map(({ token }) => token),
        `P4: from ${side}, before ${later.token}`,
      ).toEqual([]);
    }
  }

  #expectSameWords({ side, token, words, files, says }: Written): void {
    const target = side === "superoffice" ? "requestor" : "superoffice";
    const [mirror] = this.#with(target, token);
    expect(readableWords(mirror?.text ?? ""), `P7: words of ${token}`).toContain(words);
    expect(filesOf(this.#helpdesks, target, mirror?.id ?? 0), `P7: files of ${token}`).toEqual(files);
    for (const said of says) expect(mirror?.text.split(said).length, `P7: ${said} once in ${token}`).toBe(2);
  }

  #expectNoSurprise(): void {
    const { superoffice, requestor } = this.#helpdesks;
    expect([...superoffice.control.sent(), ...requestor.control.sent()], "P6: sent").toEqual([]);
    const posts = superoffice.control.writes().filter(({ path }) => path.endsWith("/TicketMessage"));
    for (const { query } of posts) expect(query.notify?.toLowerCase(), "P6: notify").toBe("false");
    for (const { body } of requestor.control.writes()) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      expect(text, "P6: e-mail").toMatch(/"SendViaOutboundEmail":false|<SendViaOutboundEmail>false</);
    }
    for (const { outboundEmail } of requestor.control.messages(this.#pair.requestor)) {
      expect(outboundEmail, "P6: e-mail").toBeNull();
    }
  }

  #with(side: Side, token: string): Standing[] {
    return this.#standing(side).filter(({ text }) => text.includes(token));
  }

  #standing(side: Side): Standing[] {
    if (side === "superoffice") {
      return this.#helpdesks.superoffice.control
        .messages(this.#pair.superoffice)
        .map(({ id, body, htmlBody, slevel }) => ({
          id,
          text: htmlBody || body,
          internal: slevel !== "External",
        }));
    }
    return this.#helpdesks.requestor.control
      .messages(this.#pair.requestor)
      .map((message) => ({ id: message.id, text: message.body, internal: message.private }));
  }
}
