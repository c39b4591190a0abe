import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BridgeUnderTest } from "../../testing/bridge-under-test.ts";
import { signedIn, tokenFor } from "../../testing/people.ts";
import { rawCall } from "../../testing/raw-call.ts";

interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

let test: BridgeUnderTest;
let calls: readonly Call[];

beforeAll(async () => {
  test = await BridgeUnderTest.start();
  const { body } = await test.call("GET", "/api/openapi.json", { token: null });
  const paths = body["paths"] as Record<string, Record<string, { operationId: string }>>;
  calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path: path.replace("{side}", "requestor").replace(/\{\w+\}/g, "999999"),
    })),
  );
});
afterAll(() => test.stop());

/** Named here once more, so that none of them changes its role unseen. */
const forAdministrators = ["listTokens", "createToken", "revokeToken"];
const forEverybody = ["signIn"];
const forViewers = ["signOut"];

const acting = () => calls.filter(({ method, id }) => method !== "GET" && !forEverybody.includes(id));

/** With a body that nobody could read: the role is looked at before. */
async function ask({ method, path }: Call, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${test.bridge.url}${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(method !== "GET" && { body: "{" }),
  });
  await answer.body?.cancel();
  return answer.status;
}

describe("every call of the API document", () => {
  it("is 401 without a token, but for the sign-in", async () => {
    expect(calls.length).toBeGreaterThan(30);
    for (const call of calls) {
      const expected = forEverybody.includes(call.id) ? 400 : 401;
      expect({ ...call, status: await ask(call, {}) }).toEqual({ ...call, status: expected });
    }
  });

  it("that acts is 403 for a viewer, by token and by session", async () => {
    const { token } = await tokenFor(test, "viewer");
    const asked = acting().filter(({ id }) => !forViewers.includes(id));
    expect(asked.length).toBeGreaterThan(15);
    for (const headers of [{ authorization: `Bearer ${token}` }, await signedIn(test, token)]) {
      for (const call of asked) expect({ ...call, status: await ask(call, headers) }).toEqual({ ...call, status: 403 });
    }
  });

  it("that reads is open to a viewer, but for the tokens", async () => {
    const { token } = await tokenFor(test, "viewer");
    for (const call of calls.filter(({ method }) => method === "GET")) {
      const status = await ask(call, { authorization: `Bearer ${token}` });
      if (forAdministrators.includes(call.id)) expect({ ...call, status }).toEqual({ ...call, status: 403 });
      else expect([401, 403]).not.toContain(status);
    }
  });

  it("that acts is open to an operator, but for the tokens", async () => {
    const { token } = await tokenFor(test, "operator");
    for (const call of acting().filter(({ id }) => !forViewers.includes(id))) {
      const status = await ask(call, { authorization: `Bearer ${token}` });
      expect({ ...call, status }).toEqual({ ...call, status: forAdministrators.includes(call.id) ? 403 : 400 });
    }
  });

  it("tells who lacks what in a sentence", async () => {
    const { token, name } = await tokenFor(test, "viewer");
    const answer = await test.call("POST", "/api/links", { token, body: {} });
    expect(answer).toMatchObject({ status: 403, body: { detail: `${name} is a viewer; this takes an operator.` } });
    const tokens = await test.call("GET", "/api/tokens", { token });
    expect(tokens.body).toMatchObject({ detail: `${name} is a viewer; this takes the administrator.` });
  });
});

it("who can open the socket in the data folder is the administrator", async () => {
  const answer = await rawCall("http://owner/api/session", {
    socketPath: `${test.dataDir}/bridge.api.sock`,
  });
  expect(answer).toMatchObject({ status: 200, body: { name: "owner of the data folder", role: "administrator" } });
});
