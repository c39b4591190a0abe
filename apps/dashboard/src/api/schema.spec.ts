import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { afterAll, beforeAll, expect, it } from "vitest";

import { RunningBridge } from "../testing/running-bridge.ts";

let bridge: RunningBridge;

beforeAll(async () => {
  bridge = await RunningBridge.start();
});
afterAll(() => bridge.stop());

// Stale? `vitest run --project dashboard -u src/api` writes it anew.
it("knows the admin API as the bridge describes it", async () => {
  const document = await bridge.call<OpenAPI3>("GET", "/api/openapi.json");
  const types = astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
  await expect(types).toMatchFileSnapshot("./schema.ts");
});
