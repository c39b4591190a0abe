import { setImmediate as nextTurn } from "node:timers/promises";

import { asStoreError } from "../errors/as-store-error.ts";
import { StoreUnavailableError } from "../errors/store-unavailable-error.ts";

export interface Gathering<Ask, Answer> {
  /** Answers many in one statement, which waits for nobody's lock; undefined for what has to be asked alone. */
  readonly together: (asks: readonly Ask[]) => Promise<readonly (Answer | undefined)[]>;
  /** Answers one in a statement of its own, which may wait. */
  readonly alone: (ask: Ask) => Promise<Answer>;
  /** Two that concern the same never share a statement. */
  readonly concerns: (ask: Ask) => string;
}

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/** So many bodies and steps are a statement that still takes only some milliseconds. */
const mostTogether = 32;

/** A statement that takes longer is stuck, for example on a connection that went away without a word. */
const patienceMs = 250;

/**
 * Gathers what lanes and polls that are under way at the same time ask of the database: whatever comes while one
 * statement is under way goes into the next one. A quiet bridge asks as before; the busier it is, the fewer statements
 * and commits a message costs. Nothing is ever held back to wait for company.
 *
 * One ask must not suffer for another: a statement that the database refuses is taken apart and each is asked alone, and
 * none waits for a row that somebody else has locked.
 */
export class Gathered<Ask, Answer> {
  readonly #gathering: Gathering<Ask, Answer>;
  #waiting: Waiting<Ask, Answer>[] = [];
  /** The statement under way that the next one waits for. */
  #underWay: object | null = null;

  constructor(gathering: Gathering<Ask, Answer>) {
    this.#gathering = gathering;
  }

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      if (this.#underWay === null) void this.#run();
    });
  }

  async #run(): Promise<void> {
    const me = {};
    this.#underWay = me;
    // What the same turn of the event loop has brought goes along.
    await nextTurn();
    while (this.#underWay === me && this.#waiting.length > 0) {
      const impatience = setTimeout(() => {
        this.#underWay = null;
        if (this.#waiting.length > 0) void this.#run();
      }, patienceMs);
      await this.#answer(this.#take());
      clearTimeout(impatience);
    }
    if (this.#underWay === me) this.#underWay = null;
  }

  #take(): Waiting<Ask, Answer>[] {
    const concerned = new Set<string>();
    const taken: Waiting<Ask, Answer>[] = [];
    this.#waiting = this.#waiting.filter((waiting) => {
      const concern = this.#gathering.concerns(waiting.ask);
      if (taken.length >= mostTogether || concerned.has(concern)) return true;
      concerned.add(concern);
      taken.push(waiting);
      return false;
    });
    return taken;
  }

  /** Never rejects. Whoever is asked alone is not waited for. */
  async #answer(taken: readonly Waiting<Ask, Answer>[]): Promise<void> {
    const { together, alone } = this.#gathering;
    try {
      const answers = await together(taken.map(({ ask }) => ask));
      for (const [place, { ask, resolve }] of taken.entries()) resolve(answers[place] ?? alone(ask));
    } catch (error) {
      // It may be done: only who asked can tell what that means. Any other error took everything back.
      const known = asStoreError(error);
      const mayBeDone = known instanceof StoreUnavailableError;
      for (const { ask, resolve, reject } of taken) {
        if (mayBeDone) reject(known);
        else resolve(alone(ask));
      }
    }
  }
}
