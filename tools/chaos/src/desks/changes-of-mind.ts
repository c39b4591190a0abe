import { between, type Random } from "../random.ts";
import type { Saying, TwoDesks } from "./two-desks.ts";

/** SuperOffice tells the time of a change in seconds: one in the second of the writing itself shows in no listing. */
const editableAfterMs = 2_500;

interface Change {
  readonly due: number;
  readonly saying: Saying;
  /** Null: other words. */
  readonly internal: boolean | null;
}

/** What people change of what they wrote: who may read it, or its words. */
export class ChangesOfMind {
  readonly #desks: TwoDesks;
  readonly #random: Random;
  readonly #editedTo = new Map<string, string>();
  #changes: Change[] = [];

  constructor(desks: TwoDesks, random: Random) {
    this.#desks = desks;
    this.#random = random;
  }

  showTo(saying: Saying, internal: boolean): void {
    this.#changes.push({ due: Date.now() + between(this.#random, 50, 6_000), saying, internal });
  }

  sayOtherwise(saying: Saying): void {
    this.#changes.push({ due: Date.now() + between(this.#random, editableAfterMs, 9_000), saying, internal: null });
  }

  /** What a message says since somebody edited it. */
  editedTo({ token }: Saying): string | null {
    return this.#editedTo.get(token) ?? null;
  }

  makeDue(now: number): void {
    const due = this.#changes.filter((change) => change.due <= now);
    this.#changes = this.#changes.filter((change) => change.due > now);
    for (const change of due) {
      const seenAt = this.#desks.visibleSince(change.saying);
      // A message that is not visible yet nobody can change.
      if (seenAt === null) continue;
      if (change.internal !== null) this.#show(change.saying, change.internal);
      else if (now - seenAt < editableAfterMs) this.#changes.push({ ...change, due: seenAt + editableAfterMs });
      else this.#edit(change.saying);
    }
  }

  #show({ side, messageId }: Saying, internal: boolean): void {
    const { superoffice, requestor } = this.#desks;
    if (side === "superoffice") {
      superoffice.control.editMessage(messageId, { slevel: internal ? "Internal" : "External" });
    } else requestor.control.editMessage(messageId, { private: internal });
  }

  #edit({ side, messageId, token }: Saying): void {
    const { superoffice, requestor } = this.#desks;
    const words = `${token} in other words`;
    this.#editedTo.set(token, words);
    if (side === "superoffice") superoffice.control.editMessage(messageId, { text: words });
    else requestor.control.editMessage(messageId, { text: words });
  }
}
