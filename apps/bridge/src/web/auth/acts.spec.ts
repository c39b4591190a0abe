import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { adminToken, BridgeUnderTest } from "../../testing/bridge-under-test.ts";
import { fromThePage, signedIn, tokenFor } from "../../testing/people.ts";
import { rawCall } from "../../testing/raw-call.ts";

let test: BridgeUnderTest;

beforeAll(async () => {
  test = await BridgeUnderTest.start();
});
afterAll(() => test.stop());

async function acts(query = ""): Promise<readonly Record<string, unknown>[]> {
  const { status, body } = await test.call("GET", `/api/acts${query}`);
  expect(status).toBe(200);
  return body["items"] as Record<string, unknown>[];
}

describe("the log of acts", () => {
  it("tells who did what, with the request's id, and names what was made", async () => {
    const { token, name } = await tokenFor(test, "operator");
    const superofficeTicketId = test.superoffice.control.createTicket({ title: "<script>alert(1)</script>" }).id;
    const requestorTicketId = test.requestor.control.createTicket({ subject: "A ticket" }).id;
    const body = { superofficeTicketId, requestorTicketId };
    const linked = await test.call("POST", "/api/links", { token, body });
    const id = String(linked.body["id"]);
    const both = `SuperOffice ticket ${superofficeTicketId} and Requestor ticket ${requestorTicketId}`;
    const [made] = await acts("?act=createLink");
    expect(made).toMatchObject({ name, role: "operator", what: `Link ${both}, from now on.`, outcome: "done" });
    expect(made).toMatchObject({ target: { kind: "link", id }, requestId: linked.headers.get("x-request-id") });
    await test.call("PATCH", `/api/links/${id}`, { token, body: { paused: true } });
    await test.call("DELETE", `/api/links/${id}`, { token });
    expect((await acts(`?name=${encodeURIComponent(name)}&limit=2`)).map(({ what }) => what)).toEqual([
      `Unlink ${both}.`,
      `Pause ${both}.`,
    ]);
  });

  it("tells why an act was refused", async () => {
    await test.call("POST", "/api/mirrors/999/skip", { body: { reason: "It is a test." } });
    const [skip] = await acts();
    expect(skip).toMatchObject({ act: "skipMirror", what: "Skip message 999: It is a test.", outcome: "refused" });
    expect(skip).toMatchObject({ reason: "There is no message 999.", name: "administrator", role: "administrator" });
  });

  it("tells what a viewer tried, and nothing of what was sent", async () => {
    const { token, name } = await tokenFor(test, "viewer");
    await test.call("POST", "/api/sides/requestor/pause", { token });
    const [act] = await acts();
    expect(act).toMatchObject({ act: "pauseSide", name, role: "viewer", outcome: "refused" });
    expect(act?.["reason"]).toBe(`${name} is a viewer; this takes an operator.`);
  });

  it("tells sign-ins, wrong ones too, and sign-outs, by none of them a secret", async () => {
    const { token, name } = await tokenFor(test, "viewer");
    const headers = await signedIn(test, token);
    await rawCall(`${test.bridge.url}/api/session`, { method: "DELETE", headers });
    const wrong = "a-wrong-token-9876";
    const body = { token: wrong };
    await rawCall(`${test.bridge.url}/api/session`, { method: "POST", headers: fromThePage(test), body });
    expect(
      (await acts("?limit=3")).map(({ act, outcome, ...who }) => [who["name"], who["role"], act, outcome]),
    ).toEqual([
      ["nobody", null, "signIn", "refused"],
      [name, "viewer", "signOut", "done"],
      [name, "viewer", "signIn", "done"],
    ]);
    const everything = JSON.stringify(await acts("?limit=200")) + test.log.join("");
    const cookie = headers["cookie"]?.split("=")[1] ?? "none";
    for (const secret of [adminToken, token, wrong, cookie]) expect(everything).not.toContain(secret);
  });

  it("keeps what people type on one line of its own, as they typed it otherwise", async () => {
    const reason =
      "x'); DROP TABLE operator_acts; -- <img src=x onerror=alert(1)>\r\n2026-01-01 Jane skipped\u202eit\u2028😀";
    await test.call("POST", "/api/mirrors/999/skip", { body: { reason } });
    const [skip] = await acts();
    expect(skip?.["what"]).toBe(
      "Skip message 999: x'); DROP TABLE operator_acts; -- <img src=x onerror=alert(1)> 2026-01-01 Jane skipped it 😀",
    );
  });

  it("has nothing of what was only read or not understood", async () => {
    const [before] = await acts("?limit=1");
    await test.call("GET", "/api/links");
    await test.call("POST", "/api/links", { body: {} });
    await test.call("POST", "/api/links", { token: null, body: {} });
    const [after] = await acts("?limit=1");
    expect(after).toEqual(before);
  });

  it("is read page by page, by viewers too", async () => {
    const { token } = await tokenFor(test, "viewer");
    const first = await test.call("GET", "/api/acts?limit=1", { token });
    const cursor = String(first.body["nextCursor"]);
    const next = await test.call("GET", `/api/acts?limit=1&cursor=${cursor}`, { token });
    const idOf = ({ body }: typeof first) => Number((body["items"] as { id: string }[])[0]?.id);
    expect(idOf(next)).toBeLessThan(idOf(first));
    expect((await acts("?name=Nobody%20of%20this%20name")).length).toBe(0);
  });

  it("counts a comparison that a command asks for as none of its own, and a person's as one", async () => {
    const { linkId } = await test.linkedPair();
    const socketPath = `${test.dataDir}/bridge.api.sock`;
    const path = `/api/links/${linkId}/audit`;
    expect((await rawCall(`http://owner${path}`, { socketPath, method: "POST" })).status).toBe(200);
    expect(await acts("?act=auditLink")).toEqual([]);
    await test.call("POST", path);
    expect(await acts("?act=auditLink")).toMatchObject([
      { name: "administrator", target: { kind: "link", id: linkId } },
    ]);
    await rawCall("http://owner/api/sides/requestor/resume", { socketPath, method: "POST" });
    expect((await acts("?limit=1"))[0]).toMatchObject({ name: "owner of the data folder", act: "resumeSide" });
  });
});

describe("named tokens", () => {
  it("are shown once, and listed with who made them and when they were used", async () => {
    const { id, token, name } = await tokenFor(test, "viewer");
    expect(token).toMatch(/^tb_[\w-]{32}$/);
    await test.call("GET", "/api/status", { token });
    const list = await test.call("GET", "/api/tokens?limit=1");
    expect(list.body["items"]).toMatchObject([
      { id, name, role: "viewer", createdBy: "administrator", revokedAt: null },
    ]);
    expect((list.body["items"] as { lastUsedAt: unknown }[])[0]?.lastUsedAt).not.toBeNull();
    expect(list.text).not.toContain(token);
    expect((await test.call("DELETE", "/api/tokens/999999")).status).toBe(404);
  });

  it("have one name each, which nobody of the bridge's own bears", async () => {
    const make = async (name: unknown, role: unknown = "viewer") =>
      (await test.call("POST", "/api/tokens", { body: { name, role } })).status;
    expect(await make("Ravi")).toBe(201);
    expect(await make("Ravi", "operator")).toBe(409);
    for (const name of ["Zoë O'Neill-Šmíd", "李雷", "monitoring+1@example.com"]) expect(await make(name)).toBe(201);
    for (const name of ["administrator", "Administrator", "Owner of the data folder", "nobody"]) {
      expect({ name, status: await make(name) }).toEqual({ name, status: 400 });
    }
    for (const name of ["", " ", "a\r\nSet-Cookie: a=b", "a\u202eb", "<b>", "a".repeat(61), "\0", 7, null]) {
      expect({ name, status: await make(name) }).toEqual({ name, status: 400 });
    }
    for (const role of ["administrator", "", "Viewer"]) expect(await make("Somebody", role)).toBe(400);
  });
});
