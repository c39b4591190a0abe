import type { NamedToken } from "@ticket-bridge/sync";

import { hashOfToken, newToken } from "../auth/secrets.ts";
import { Problem } from "../problem.ts";
import { isoOrNull } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/access.ts";
import { parameters } from "./schemas/words.ts";

export function tokenOperations(context: ApiContext): AnyOperation[] {
  return [listTokens, createToken, revokeToken].map((make) => make(context));
}

function listTokens({ store }: ApiContext): AnyOperation {
  return operation({
    id: "listTokens",
    method: "get",
    path: "/api/tokens",
    summary: "The named tokens, newest first, revoked ones too; never the tokens themselves",
    needs: "administrator",
    query: schemas.tokensQuery,
    success: { status: 200, description: "A page", schema: schemas.tokenPage },
    problems: {},
    handle: async ({ query }) => {
      const { items, nextCursor } = await store.listTokens({ cursor: query.cursor ?? null, limit: query.limit });
      return { items: items.map(tokenAsJson), nextCursor };
    },
  });
}

function createToken({ store }: ApiContext): AnyOperation {
  return operation({
    id: "createToken",
    method: "post",
    path: "/api/tokens",
    summary: "Make a token for one person or program, which is shown in this answer only",
    needs: "administrator",
    body: schemas.newToken,
    success: { status: 201, description: "Made", schema: schemas.madeToken },
    problems: { 409: "That name has a token" },
    makes: "token",
    describe: ({ body }) => ({ what: `Make a token for ${body.name}, ${withArticle(body.role)}.`, target: null }),
    handle: async ({ body, by }) => {
      const token = newToken();
      const hash = hashOfToken(token);
      if (hash === null) throw new TypeError("a new token has the form of a token");
      const made = await store.createToken({ ...body, hash, createdBy: by.name });
      if (made === null) throw Problem.of(409, "name", `${body.name} has a token; revoke that one first.`);
      return { ...tokenAsJson(made), token };
    },
  });
}

function revokeToken({ store }: ApiContext): AnyOperation {
  return operation({
    id: "revokeToken",
    method: "delete",
    path: "/api/tokens/{id}",
    summary: "Revoke a token: it is let in no more, nor is anybody who signed in with it",
    needs: "administrator",
    params: parameters.rowId,
    success: { status: 204, description: "Revoked", schema: null },
    problems: { 404: "No such token" },
    describe: ({ params }) => ({ what: `Revoke token ${params.id}.`, target: { kind: "token", id: params.id } }),
    handle: async ({ params, by }) => {
      const revoked = await store.revokeToken(params.id, by.name);
      if (revoked === null) throw Problem.of(404, "id", `There is no token ${params.id}.`);
    },
  });
}

function withArticle(role: NamedToken["role"]): string {
  return role === "operator" ? "an operator" : "a viewer";
}

function tokenAsJson({ createdAt, revokedAt, lastUsedAt, ...token }: NamedToken) {
  return {
    ...token,
    createdAt: isoOrNull(createdAt),
    revokedAt: isoOrNull(revokedAt),
    lastUsedAt: isoOrNull(lastUsedAt),
  };
}
