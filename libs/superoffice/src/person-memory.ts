import { DeliveryError } from "@ticket-bridge/helpdesk";
import type { ReadOptions } from "@ticket-bridge/helpdesk";

/** New customers are few, and one found an hour late is a courtesy late. */
const goodForMs = 60 * 60_000;
/** About 100 bytes each. */
const most = 10_000;

type Find = (email: string, options?: ReadOptions) => Promise<number | null>;

/** Which PersonId an address belongs to, asked once an hour: a customer's ten messages cost one read and not ten. */
export class PersonMemory {
  readonly #find: Find;
  readonly #clock: () => number;
  readonly #known = new Map<string, { readonly personId: number | null; readonly at: number }>();

  constructor(find: Find, clock: () => number) {
    this.#find = find;
    this.#clock = clock;
  }

  /**
   * Null where nobody has the address, and where SuperOffice does not tell: what is written then has its author as text.
   * Rejects never, but with the signal's reason: a person is a courtesy, and no write waits for it.
   */
  async personId(email: string, options?: ReadOptions): Promise<number | null> {
    const name = email.trim().toLowerCase();
    const known = this.#known.get(name);
    if (known !== undefined && this.#clock() - known.at < goodForMs) return known.personId;
    try {
      const personId = await this.#find(email, options);
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(name, { personId, at: this.#clock() });
      return personId;
    } catch (error) {
      if (error instanceof DeliveryError) return null;
      throw error;
    }
  }
}
