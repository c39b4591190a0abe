import { z } from "zod";

import { Problem } from "../problem.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";

const stream = z.string().meta({
  description:
    'Server-sent events: `changed` with {"topics":["overview","mirrors"]}, at most one a second. What is named has to be asked for again',
});

export function eventOperations({ live, door }: ApiContext): AnyOperation[] {
  return [
    operation({
      id: "getEvents",
      method: "get",
      path: "/api/events",
      summary: "Be told what changes, until this one is signed out or goes",
      success: { status: 200, description: "The events", schema: stream, media: "text/event-stream" },
      problems: {},
      handle: ({ by, exchange: { request, response } }) => {
        const mayStay = async () => {
          if (by.via === "socket") return true;
          try {
            const now = await door.whoAsks(request);
            return now.name === by.name && now.role === by.role;
          } catch (error) {
            // The database may be away; that ends nobody's right.
            return !(error instanceof Problem);
          }
        };
        live.listen(response, mayStay);
        return Promise.resolve();
      },
    }),
  ];
}
