import express, { Router, type Request, type RequestHandler, type Response } from "express";
import type { z } from "zod";

import { asksForTexts, stranger, type Principal } from "../auth/principal.ts";
import { recorded, type Recorder } from "../auth/recorded.ts";
import { withinLimit, type Megabytes } from "../body-limit.ts";
import { Problem, type FieldFault } from "../problem.ts";
import { actOf, cameTo, isAct, lacking, refusedAct } from "./acts-of-operations.ts";
import type { AnyOperation } from "./operation.ts";
import { unstorableTexts } from "./schemas/storable.ts";
import { answerWithoutTexts } from "./without-texts.ts";

export interface RouterParts extends Recorder {
  /** Throws Problem 401, 403 or 429. */
  readonly whoAsks: (request: Request) => Promise<Principal>;
}

/**
 * Serves the operations: lets in whoever may ask, before anything of the body is read; reads what was sent by their
 * schemas, answers by their success; wrong methods are 405. What is not just reading is written down before and after.
 */
export function apiRouter(operations: readonly AnyOperation[], parts: RouterParts): Router {
  const router = Router({ caseSensitive: true });
  const askers: Askers = new WeakMap();
  for (const each of operations) {
    router[each.method](
      expressPath(each.path),
      admit(each, parts, askers),
      ...(each.method === "get" ? [] : [jsonBody(each.largestBody)]),
      serve(each, parts, askers),
    );
  }
  for (const path of new Set(operations.map((each) => each.path))) {
    const allow = operations
      .filter((each) => each.path === path)
      .map((each) => (each.method === "get" ? "GET, HEAD" : each.method.toUpperCase()))
      .join(", ");
    router.all(expressPath(path), async (request) => {
      await parts.whoAsks(request);
      throw new Problem(405, `This address takes ${allow}.`, { headers: { allow } });
    });
  }
  return router;
}

type Askers = WeakMap<Request, Principal>;

function admit(each: AnyOperation, parts: RouterParts, askers: Askers): RequestHandler {
  return async (request, response, next) => {
    const by = each.needs === "nobody" ? stranger : await parts.whoAsks(request);
    const refusal = lacking(by, each);
    if (refusal !== null) {
      if (each.method === "get") throw refusal;
      await recorded(parts, refusedAct(each, by, requestIdOf(response)), () => Promise.reject(refusal));
    }
    askers.set(request, by);
    next();
  };
}

function requestIdOf(response: Response): string {
  return String(response.getHeader("x-request-id") ?? "");
}

function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** Reads a body whether it is asked for or not: one that nobody reads could be of any size and kind. */
function jsonBody(limit: Megabytes = "1mb"): RequestHandler {
  // Not strict, because what is JSON but no object deserves to be told so.
  const parse = withinLimit(limit, express.json({ limit, inflate: false, strict: false }));
  return (request, response, next) => {
    // A missing body is told as the fields that are missing; a body of another kind would be taken for a missing one.
    const hasBody =
      request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
    const empty = request.headers["content-length"] === "0";
    if (hasBody && !empty && request.is("application/json") === false) {
      throw new Problem(415, "Send the body as application/json.");
    }
    void parse(request, response, (error?: unknown) => {
      next(error ?? (isObject(bodyOf(request)) ? undefined : Problem.of(400, "body", "must be a JSON object")));
    });
  };
}

function isObject(body: unknown): boolean {
  return typeof body === "object" && body !== null && !Array.isArray(body);
}

function serve(each: AnyOperation, parts: RouterParts, askers: Askers): RequestHandler {
  return async (request, response) => {
    const by = askers.get(request) ?? stranger;
    const given = {
      params: read(each.params, request.params, 404),
      query: read(each.query, request.query, 400),
      body: read(each.body, bodyOf(request), 400),
    };
    const handle = () => each.handle({ ...given, by, exchange: { request, response } });
    const content = isAct(each, by)
      ? await recorded(parts, await actOf(each, by, requestIdOf(response), given), handle, cameTo(each, given))
      : await handle();
    if (each.success.media !== undefined) return;
    response.status(each.success.status);
    if (each.success.schema === null) response.end();
    else response.json(each.givesTexts === true || !asksForTexts(by) ? content : answerWithoutTexts(content));
  };
}

function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return body === undefined ? {} : body;
}

/** Throws Problem with every faulty field. An id in the path that cannot be one is simply not found. */
function read(schema: z.ZodType | undefined, value: unknown, status: 400 | 404): never {
  const parsed = schema?.safeParse(value);
  const faults = parsed?.success === false ? parsed.error.issues.flatMap(toFaults) : unstorableTexts(parsed?.data);
  if (faults.length === 0) return parsed?.data as never;
  const [first] = faults;
  const detail = first === undefined ? "The request is not understood." : `${first.field} ${first.detail}.`;
  throw new Problem(status, detail, { faults });
}

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: [...path, key].join("."), detail: "is not known here" }));
  }
  return [{ field: path.join("."), detail: issue.message }];
}
