import { DatabaseNotMadeError, StoreUnavailableError } from "@ticket-bridge/store";
import { expect, it } from "vitest";

import { toldByStore } from "./told-by-store.ts";

it("tells in a sentence that the server went away in the middle of a start, and what may be wrong", () => {
  const error = toldByStore(new StoreUnavailableError(new Error("ECONNRESET")), "postgresql://localhost/bridge");
  expect(error?.sentences).toEqual(["The database cannot be reached at the moment. Is DATABASE_URL right?"]);
});

it("tells in a sentence that there is no room for the embedded database, and where", () => {
  const error = toldByStore(new DatabaseNotMadeError("/data", new Error("ENOSPC: no space left on device")), null);
  expect(error?.sentences).toEqual([
    "The embedded database could not be made in /data: ENOSPC: no space left on device",
  ]);
});

it("leaves every other fault to whoever knows it", () => {
  expect(toldByStore(new TypeError("not ours"), null)).toBeNull();
});
