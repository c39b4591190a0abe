import type { z } from "zod";

import type { Megabytes } from "../body-limit.ts";

type Shape = z.ZodType | undefined;
type Given<Schema extends Shape> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One call of the admin API: what serves it and what describes it are the same. */
export interface Operation<Params extends Shape = Shape, Query extends Shape = Shape, Body extends Shape = Shape> {
  readonly id: string;
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below the root, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Of the body, as express writes it; 1mb when missing. */
  readonly largestBody?: Megabytes;
  readonly success: {
    readonly status: 200 | 201 | 204;
    readonly description: string;
    readonly schema: z.ZodType | null;
  };
  /** Statuses of problems beyond 400, 401, 413, 429, 500 and 503, each with what it means here. */
  readonly problems: Readonly<Record<number, string>>;
  /** Gives the success' content. Throws Problem, DeliveryError or the store's errors. */
  readonly handle: (given: {
    readonly params: Given<Params>;
    readonly query: Given<Query>;
    readonly body: Given<Body>;
  }) => Promise<unknown>;
}

/** What the router and the document need of any operation. */
export interface AnyOperation extends Omit<Operation, "handle"> {
  readonly handle: (given: { params: never; query: never; body: never }) => Promise<unknown>;
}

/** Ties the handler's input to the schemas. */
export function operation<
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: Operation<Params, Query, Body>): AnyOperation {
  return definition;
}
