import { isoOrNull } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/access.ts";

export function actOperations({ store }: ApiContext): AnyOperation[] {
  return [
    operation({
      id: "listActs",
      method: "get",
      path: "/api/acts",
      summary: "What people asked of the bridge and what became of it, newest first",
      query: schemas.actsQuery,
      success: { status: 200, description: "A page", schema: schemas.actPage },
      problems: {},
      handle: async ({ query }) => {
        const { name = null, act = null, cursor = null, limit } = query;
        const { items, nextCursor } = await store.listActs({ name, act }, { cursor, limit });
        return {
          items: items.map(({ at, endedAt, ...rest }) => ({ ...rest, at: isoOrNull(at), endedAt: isoOrNull(endedAt) })),
          nextCursor,
        };
      },
    }),
  ];
}
