import { expect } from "vitest";

import { adminToken, type BridgeUnderTest } from "./bridge-under-test.ts";
import { rawCall } from "./raw-call.ts";

let made = 0;

/** A token for somebody new, made by the administrator. */
export async function tokenFor(
  test: BridgeUnderTest,
  role: "viewer" | "operator",
): Promise<{ readonly id: string; readonly name: string; readonly token: string }> {
  const name = `${role} ${(made += 1)}`;
  const { status, body } = await test.call("POST", "/api/tokens", { body: { name, role } });
  expect(status).toBe(201);
  return { id: String(body["id"]), name, token: String(body["token"]) };
}

/** What a page of the bridge sends along. */
export function fromThePage(test: BridgeUnderTest): Record<string, string> {
  return { origin: test.bridge.url, "sec-fetch-site": "same-origin" };
}

/** Signs in as a page of the bridge does, and gives the headers by which it asks from then on. */
export async function signedIn(test: BridgeUnderTest, token: string = adminToken): Promise<Record<string, string>> {
  const headers = fromThePage(test);
  const answer = await rawCall(`${test.bridge.url}/api/session`, { method: "POST", headers, body: { token } });
  expect(answer.status).toBe(200);
  const [cookie = ""] = answer.headers["set-cookie"] ?? [];
  return { ...headers, cookie: cookie.split(";")[0] ?? "" };
}
