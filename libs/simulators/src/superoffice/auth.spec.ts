import { createSign, createVerify, createPublicKey, generateKeyPairSync } from "node:crypto";
import type { JsonWebKey } from "node:crypto";
import { describe, expect, it } from "vitest";

import { superOffice } from "../testing/superoffice.ts";
import type { Client } from "../testing/superoffice.ts";

const SYSTEM_TOKEN = "bridge-Ab12.token";
const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

const systemUser = { systemToken: SYSTEM_TOKEN, publicKey: keys.publicKey };

const status = async ({ url }: Client, headers: Record<string, string>) =>
  (await fetch(`${url}/api/v1/User/currentPrincipal`, { headers })).status;

function signed(token: string, minutesAgo = 0): string {
  const moment = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const timestamp = moment.slice(0, 16).replace(/\D/g, "");
  const signature = createSign("RSA-SHA256").update(`${token}.${timestamp}`).sign(keys.privateKey, "base64");
  return `${token}.${timestamp}.${signature}`;
}

type Envelope = { IsSuccessful: boolean; Token: string; ErrorMessage: string | null };

async function login(client: Client, change: Record<string, unknown> = {}): Promise<Envelope> {
  const response = await fetch(`${client.origin}/Login/api/PartnerSystemUser/Authenticate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      SignedSystemToken: signed(SYSTEM_TOKEN),
      ApplicationToken: "app-secret",
      ContextIdentifier: "Cust12345",
      ReturnTokenType: "JWT",
      ...change,
    }),
  });
  return (await response.json()) as Envelope;
}

function claimsOf(token: string): Record<string, string> {
  const [, claims = ""] = token.split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as Record<string, string>;
}

const ticketOf = (token: string) => claimsOf(token)["http://schemes.superoffice.net/identity/ticket"] ?? "";

describe("SuperOffice credentials", () => {
  it("refuses a call without or with a wrong credential by 401 in its own shape", async () => {
    const client = await superOffice();
    expect(await status(client, {})).toBe(401);
    expect(await status(client, { authorization: `Basic ${btoa("bridge:wrong")}` })).toBe(401);
    expect(await status(client, { authorization: "Bearer 8A:other" })).toBe(401);
    const reply = await client.call("GET", "/Ticket/1", undefined, { headers: {} });
    expect(reply.json).toMatchObject({ Error: true });
    expect(reply.headers.get("www-authenticate")).toContain("Basic");
  });

  it("takes basic, bearer, and a ticket that comes with the application token", async () => {
    const client = await superOffice();
    expect(await status(client, { authorization: `Basic ${btoa("bridge:bridge-password")}` })).toBe(200);
    expect(await status(client, { authorization: "Bearer 8A:Cust12345.bridge" })).toBe(200);
    const ticket = { authorization: "SOTicket 7T:YnJpZGdl==" };
    expect(await status(client, ticket)).toBe(401);
    expect(await status(client, { ...ticket, "so-apptoken": "wrong" })).toBe(401);
    expect(await status(client, { ...ticket, "so-apptoken": "app-secret" })).toBe(200);
  });

  it("refuses schemes that are not configured", async () => {
    const client = await superOffice({ auth: { bearer: [{ token: "only" }] } });
    expect(await status(client, { authorization: `Basic ${btoa("bridge:bridge-password")}` })).toBe(401);
    expect(await status(client, { authorization: "Bearer only" })).toBe(200);
  });

  it("runs a call for the credential's associate", async () => {
    const client = await superOffice({
      auth: { bearer: [{ token: "b" }, { token: "k", associateId: 5 }] },
      bridgeAssociate: { associateId: 77 },
    });
    const who = async (token: string) =>
      (
        await fetch(`${client.url}/api/v1/User/currentPrincipal`, { headers: { authorization: `Bearer ${token}` } })
      ).json();
    expect(await who("b")).toMatchObject({ AssociateId: 77, Associate: "BRIDGE" });
    expect(await who("k")).toMatchObject({ AssociateId: 5 });
  });

  it("issues a ticket to a system user whose token is signed with the right key", async () => {
    const client = await superOffice({ auth: { systemUser, appToken: "app-secret" } });
    const envelope = await login(client);
    expect(envelope).toMatchObject({ IsSuccessful: true, ErrorMessage: null });
    const claims = claimsOf(envelope.Token);
    expect(claims).toMatchObject({ iss: "SuperOffice AS", "http://schemes.superoffice.net/identity/ctx": "Cust12345" });
    const headers = { authorization: `SOTicket ${ticketOf(envelope.Token)}`, "so-apptoken": "app-secret" };
    expect(await status(client, headers)).toBe(200);
  });

  it("signs its token with a key of its jwks", async () => {
    const client = await superOffice({ auth: { systemUser, appToken: "app-secret" } });
    const { Token } = await login(client);
    const jwks = (await (await fetch(`${client.origin}/login/.well-known/jwks`)).json()) as { keys: JsonWebKey[] };
    const [head = "", claims = "", signature = ""] = Token.split(".");
    const key = createPublicKey({ key: jwks.keys[0] ?? {}, format: "jwk" });
    expect(createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(key, signature, "base64url")).toBe(true);
  });

  it("refuses a forged, foreign or old signature, and a wrong application or tenant", async () => {
    const client = await superOffice({ auth: { systemUser, appToken: "app-secret" } });
    const forged = signed(SYSTEM_TOKEN).replace(/.{8}$/, "AAAAAAA=");
    for (const change of [
      { SignedSystemToken: forged },
      { SignedSystemToken: signed("another") },
      { SignedSystemToken: signed(SYSTEM_TOKEN, 180) },
      { ApplicationToken: "wrong" },
      { ContextIdentifier: "Cust99999" },
    ]) {
      expect(await login(client, change)).toMatchObject({ IsSuccessful: false, Token: null });
    }
  });

  it("lets an issued ticket die when it was not used for its lifetime, and lengthens it by each use", async () => {
    const client = await superOffice({
      auth: { systemUser: { ...systemUser, ticketLifetimeMs: 60_000 }, appToken: "app-secret" },
    });
    const headers = { authorization: `SOTicket ${ticketOf((await login(client)).Token)}`, "so-apptoken": "app-secret" };
    client.control.setClockSkew(50_000);
    expect(await status(client, headers)).toBe(200);
    client.control.setClockSkew(100_000);
    expect(await status(client, headers)).toBe(200);
    client.control.setClockSkew(170_000);
    expect(await status(client, headers)).toBe(401);
  });

  it("lets every ticket die on command, until a new one is issued", async () => {
    const client = await superOffice({
      auth: { systemUser, tickets: [{ ticket: "7T:fixed" }], appToken: "app-secret" },
    });
    const issued = { authorization: `SOTicket ${ticketOf((await login(client)).Token)}`, "so-apptoken": "app-secret" };
    const fixed = { authorization: "SOTicket 7T:fixed", "so-apptoken": "app-secret" };
    expect([await status(client, issued), await status(client, fixed)]).toEqual([200, 200]);
    client.control.expireTickets();
    expect([await status(client, issued), await status(client, fixed)]).toEqual([401, 401]);
    const renewed = { ...issued, authorization: `SOTicket ${ticketOf((await login(client)).Token)}` };
    expect(await status(client, renewed)).toBe(200);
  });
});

describe("where a SuperOffice tenant is", () => {
  it("says by the state API that it runs, and where", async () => {
    const { origin, url } = await superOffice();
    expect(await (await fetch(`${origin}/api/state/Cust12345`)).json()).toMatchObject({ IsRunning: true, Api: url });
    expect((await fetch(`${origin}/api/state/Cust99999`)).status).toBe(404);
  });

  it("answers 421 with HTML at its old place after a move, and lives at the new one", async () => {
    const client = await superOffice();
    const moved = await client.control.moveTenant();
    const old = await client.call("GET", "/User/currentPrincipal");
    expect(old.status).toBe(421);
    expect(old.headers.get("content-type")).toContain("text/html");
    expect(await (await fetch(`${client.origin}/api/state/Cust12345`)).json()).toMatchObject({ Api: moved });
    const headers = { authorization: `Basic ${btoa("bridge:bridge-password")}` };
    expect((await fetch(`${moved}/api/v1/User/currentPrincipal`, { headers })).status).toBe(200);
  });
});
