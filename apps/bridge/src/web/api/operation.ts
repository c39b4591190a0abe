import type { ActTarget, Role } from "@ticket-bridge/sync";
import type { Request, Response } from "express";
import type { z } from "zod";

import type { OnSeveral } from "../auth/on-several.ts";
import type { Principal } from "../auth/principal.ts";
import type { Megabytes } from "../body-limit.ts";

type Shape = z.ZodType | undefined;
type Given<Schema extends Shape> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** How an act stands in the log of acts: what is asked, as a short sentence without any message's body, and of what. */
interface Described {
  readonly what: string;
  readonly target: ActTarget | null;
}

interface Read<Params extends Shape, Query extends Shape, Body extends Shape> {
  readonly params: Given<Params>;
  readonly query: Given<Query>;
  readonly body: Given<Body>;
}

/** What a handler gets beside what its schemas read. */
interface Asked {
  readonly by: Principal;
  /** For what is no JSON: cookies and streams. */
  readonly exchange: { readonly request: Request; readonly response: Response };
}

/** One call of the admin API: what serves it and what describes it are the same. */
export interface Operation<Params extends Shape = Shape, Query extends Shape = Shape, Body extends Shape = Shape> {
  readonly id: string;
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below the root, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** The least role; viewer for get and operator for all others when missing. `nobody`: for those not signed in too. */
  readonly needs?: Role | "nobody";
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Of the body, as express writes it; 1mb when missing. */
  readonly largestBody?: Megabytes;
  readonly success: {
    readonly status: 200 | 201 | 204;
    readonly description: string;
    readonly schema: z.ZodType | null;
    /** application/json when missing; what is anything else is written by the handler itself. */
    readonly media?: "text/event-stream";
  };
  /** Statuses of problems beyond 400, 401, 413, 429, 500 and 503, each with what it means here. */
  readonly problems: Readonly<Record<number, string>>;
  /** Gives the success' content. Throws Problem, DeliveryError or the store's errors. */
  readonly handle: (given: Read<Params, Query, Body> & Asked) => Promise<unknown>;
  /** Of what is not just reading, for the log of acts; its summary and no target when missing. */
  readonly describe?: (given: Read<Params, Query, Body>) => Described | Promise<Described>;
  /** What it makes; the answer's `id` is its id. */
  readonly makes?: ActTarget["kind"];
  /** Where it is about several, and the answer does not count itself what was done: what it came to, for the log of acts. */
  readonly onSeveral?: (content: never, given: Pick<Read<Params, Query, Body>, "params" | "body">) => OnSeveral;
  /** Answers with what people wrote, because that is what is asked. */
  readonly givesTexts?: true;
  /**
   * No act of its own: `for-commands` where one of the owner's commands asks it for each of many tickets, over the
   * socket in the data folder; `for-all` where it only goes on with what was asked before.
   */
  readonly routine?: "for-commands" | "for-all";
}

/** What the router and the document need of any operation. */
export interface AnyOperation extends Omit<Operation, "handle" | "describe" | "onSeveral"> {
  readonly handle: (given: { params: never; query: never; body: never } & Asked) => Promise<unknown>;
  readonly describe?: (given: { params: never; query: never; body: never }) => Described | Promise<Described>;
  readonly onSeveral?: (content: never, given: { params: never; body: never }) => OnSeveral;
}

/** The least role that may ask for it. */
export function neededRole({ needs, method }: Pick<AnyOperation, "needs" | "method">): Role | "nobody" {
  return needs ?? (method === "get" ? "viewer" : "operator");
}

/** Ties the handler's input to the schemas. */
export function operation<
  Params extends Shape = undefined,
  Query extends Shape = undefined,
  Body extends Shape = undefined,
>(definition: Operation<Params, Query, Body>): AnyOperation {
  return definition;
}
