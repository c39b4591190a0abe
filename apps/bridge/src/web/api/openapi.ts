import { z } from "zod";

import { version } from "@ticket-bridge/assembly";
import { sessionCookieName } from "../auth/session-cookie.ts";
import { neededRole, type AnyOperation } from "./operation.ts";
import { namedSchemas } from "./schemas/named.ts";
import { problem } from "./schemas/problem.ts";

type Json = Readonly<Record<string, unknown>>;

const everywhere: Readonly<Record<number, string>> = {
  401: "The token is missing or wrong",
  403: "Another role is needed, or the cookie was sent by a page that is not this bridge's",
  429: "Too many wrong tokens",
  500: "A fault in the bridge",
  503: "The database is away",
};

const securitySchemes = {
  token: { type: "http", scheme: "bearer", description: "The admin token or a named one" },
  session: { type: "apiKey", in: "cookie", name: sessionCookieName, description: "Of one who signed in" },
};

/** The OpenAPI 3.1 document of the admin API, made from the schemas that serve it. */
export function openApiDocument(operations: readonly AnyOperation[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const each of operations) (paths[each.path] ??= {})[each.method] = describe(each);
  return {
    openapi: "3.1.0",
    info: { title: "ticket-bridge", version, description: "Links, messages and the status of the bridge." },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: { securitySchemes, schemas: componentSchemas() },
  };
}

function describe(each: AnyOperation): Json {
  const needed = neededRole(each);
  const { status, description, schema, media = "application/json" } = each.success;
  const failures = {
    ...everywhere,
    ...((each.body ?? each.query ?? each.params) !== undefined && { 400: "The request is not understood" }),
    ...(each.method !== "get" && {
      413: `The body is larger than ${each.largestBody?.replace("mb", "") ?? "1"} MB`,
      415: "The body is not JSON",
    }),
    ...each.problems,
  };
  const parameters = [...parametersOf(each.params, "path"), ...parametersOf(each.query, "query")];
  return {
    operationId: each.id,
    summary: each.summary,
    description: needed === "nobody" ? "Needs no token." : `Takes the role ${needed} or more.`,
    ...(needed === "nobody" && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(each.body !== undefined && {
      requestBody: { required: true, content: { "application/json": { schema: reference(each.body) } } },
    }),
    responses: {
      [status]: {
        description,
        ...(schema !== null && { content: { [media]: { schema: reference(schema) } } }),
      },
      ...Object.fromEntries(
        Object.entries(failures).map(([code, meaning]) => [
          code,
          { description: meaning, content: { "application/problem+json": { schema: reference(problem) } } },
        ]),
      ),
    },
  };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, value]) => ({
    name,
    in: place,
    required: place === "path",
    schema: inPlace(value),
  }));
}

function reference(schema: z.ZodType): Json {
  const id = namedSchemas.get(schema)?.id;
  return id === undefined ? inPlace(schema) : { $ref: uri(id) };
}

function inPlace(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input" });
  return json;
}

function componentSchemas(): Json {
  const { schemas } = z.toJSONSchema(namedSchemas, { uri, io: "input" });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

function uri(id: string): string {
  return `#/components/schemas/${id}`;
}
