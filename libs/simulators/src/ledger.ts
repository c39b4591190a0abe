import { pageOf } from "./page.ts";
import type { PageOptions } from "./page.ts";

/** Whether a customer may read a message: the helpdesk's own rule over all its fields. */
export type Shown = "public" | "internal";

/** Who stored a message: an account of the API, or a person past the API. */
export type Maker = { via: "api" | "person"; account: string };

/** What became of one message. Times are milliseconds since 1970 by the machine's clock, whatever the helpdesk's says. */
export type LedgerEntry = {
  /** The order in which the messages became visible. */
  readonly seq: number;
  readonly id: number;
  readonly ticketId: number;
  readonly via: Maker["via"];
  readonly account: string;
  readonly visibleAt: number;
  /** From the first on, each change with its time. */
  readonly shown: readonly { readonly at: number; readonly as: Shown }[];
  /** Times of changed words. */
  readonly editedAt: readonly number[];
  readonly goneAt: number | null;
};

type Entry = Omit<LedgerEntry, "ticketId" | "shown" | "editedAt" | "goneAt"> & {
  ticketId: number;
  shown: { at: number; as: Shown }[];
  editedAt: number[];
  goneAt: number | null;
};

/** Who stored each message, when it could be seen and by whom, so that a proof can look afterwards. */
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #byId = new Map<number, Entry>();

  stored(id: number, ticketId: number, maker: Maker, as: Shown): void {
    const at = Date.now();
    const seq = this.#entries.length + 1;
    const entry: Entry = {
      seq,
      id,
      ticketId,
      ...maker,
      visibleAt: at,
      shown: [{ at, as }],
      editedAt: [],
      goneAt: null,
    };
    this.#entries.push(entry);
    this.#byId.set(id, entry);
  }

  edited(id: number): void {
    this.#byId.get(id)?.editedAt.push(Date.now());
  }

  /** Noted only when it is another than before. */
  shown(id: number, as: Shown): void {
    const entry = this.#byId.get(id);
    if (entry && entry.shown.at(-1)?.as !== as) entry.shown.push({ at: Date.now(), as });
  }

  moved(id: number, ticketId: number): void {
    const entry = this.#byId.get(id);
    if (entry) entry.ticketId = ticketId;
  }

  gone(id: number): void {
    const entry = this.#byId.get(id);
    if (entry) entry.goneAt ??= Date.now();
  }

  /** By `seq`; since the start of this simulator. */
  page(options: PageOptions = {}): LedgerEntry[] {
    return pageOf(this.#entries, options).map((entry) => ({
      ...entry,
      shown: [...entry.shown],
      editedAt: [...entry.editedAt],
    }));
  }
}
