export type Handlers = Readonly<Record<string, (given: never) => unknown>>;

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly given: unknown;
}

export interface Answered {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Answers the calls of the parent process, and ends when the parent is gone. */
export function serve(handlers: Handlers): void {
  process.on("message", (asked: Asked) => void answer(handlers, asked));
  process.on("disconnect", () => process.exit(0));
  // The parent decides when to stop: a terminal's Ctrl-C goes to the whole group.
  process.on("SIGINT", () => undefined);
  process.send?.({ id: 0 } satisfies Answered);
}

async function answer(handlers: Handlers, { id, name, given }: Asked): Promise<void> {
  try {
    const handler = handlers[name];
    if (handler === undefined) throw new RangeError(`There is no ${name} here.`);
    process.send?.({ id, result: await handler(given as never) } satisfies Answered);
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answered);
  }
}
