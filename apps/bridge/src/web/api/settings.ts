import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/settings.ts";

export function settingsOperations({ settings }: ApiContext): AnyOperation[] {
  return [
    operation({
      id: "getSettings",
      method: "get",
      path: "/api/settings",
      summary: "What is configured; of secrets only whether they are set",
      success: { status: 200, description: "The settings", schema: schemas.settings },
      problems: {},
      handle: () => Promise.resolve({ settings }),
    }),
  ];
}
