import { createPublicKey, createSign, createVerify, generateKeyPairSync, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";

import type { Answer } from "../exchange.ts";
import type { SuperOfficeAuthority } from "./auth.ts";
import { json } from "./errors.ts";
import type { SuperOfficeSettings } from "./options.ts";
import { Carrier } from "./request-body.ts";

const SIGNATURE_AGE_MS = 60 * 60 * 1000;
const CLAIM = "http://schemes.superoffice.net/identity";

/** SuperOffice's login service: the system user's way to a ticket, and the keys by which its tokens are checked. */
export class SuperOfficeLogin {
  readonly #settings: SuperOfficeSettings;
  readonly #authority: SuperOfficeAuthority;
  readonly #kid = randomUUID();
  #keys: { privateKey: KeyObject; publicKey: KeyObject } | undefined;

  constructor(settings: SuperOfficeSettings, authority: SuperOfficeAuthority) {
    this.#settings = settings;
    this.#authority = authority;
  }

  /** POST /Login/api/PartnerSystemUser/Authenticate. A refusal is a 200 that says so. */
  authenticate(body: unknown, now: Date, webapiUrl: string): Answer {
    const carrier = new Carrier(typeof body === "object" && body !== null ? body : {});
    const refusal = this.#refusal(carrier, now);
    if (refusal !== null) return json(200, { IsSuccessful: false, Token: null, ErrorMessage: refusal });
    const { systemUser } = this.#settings.auth;
    const associateId = systemUser?.associateId ?? this.#settings.bridge.associateId;
    const ticket = this.#authority.issueTicket(associateId, systemUser?.ticketLifetimeMs);
    return json(200, { IsSuccessful: true, Token: this.#token(ticket, now, webapiUrl), ErrorMessage: null });
  }

  /** GET /login/.well-known/jwks. */
  jwks(): Answer {
    const jwk = this.#signingKeys().publicKey.export({ format: "jwk" });
    return json(200, { keys: [{ ...jwk, use: "sig", alg: "RS256", kid: this.#kid }] });
  }

  #refusal(carrier: Carrier, now: Date): string | null {
    const { systemUser } = this.#settings.auth;
    if (!systemUser) return "System user login is not enabled";
    if (!this.#authority.appTokenFits(carrier.get("ApplicationToken"))) return "Unknown application token";
    if (carrier.get("ContextIdentifier") !== this.#settings.tenant) return "Unknown context identifier";
    const parts = String(carrier.get("SignedSystemToken")).split(".");
    const signature = parts.pop() ?? "";
    const timestamp = parts.pop() ?? "";
    const token = parts.join(".");
    if (token !== systemUser.systemToken) return "Unknown system user token";
    const verifier = createVerify("RSA-SHA256").update(`${token}.${timestamp}`);
    if (!verifier.verify(createPublicKey(systemUser.publicKey), signature, "base64")) return "Invalid signature";
    const signed = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(timestamp);
    if (!signed) return "Invalid timestamp";
    const [, year, month, day, hour, minute] = signed;
    const age = Math.abs(now.getTime() - Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`));
    return age > SIGNATURE_AGE_MS ? "The signed token is too old" : null;
  }

  #token(ticket: string, now: Date, webapiUrl: string): string {
    const issued = Math.floor(now.getTime() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = part({ alg: "RS256", typ: "JWT", kid: this.#kid });
    const claims = part({
      iss: "SuperOffice AS",
      aud: "spn:1234567890",
      iat: issued,
      nbf: issued,
      exp: issued + 300,
      [`${CLAIM}/ctx`]: this.#settings.tenant,
      [`${CLAIM}/ticket`]: ticket,
      [`${CLAIM}/webapi_url`]: webapiUrl,
    });
    const signature = createSign("RSA-SHA256")
      .update(`${head}.${claims}`)
      .sign(this.#signingKeys().privateKey, "base64url");
    return `${head}.${claims}.${signature}`;
  }

  /** Made on first use: most runs never log a system user in. */
  #signingKeys(): { privateKey: KeyObject; publicKey: KeyObject } {
    this.#keys ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
    return this.#keys;
  }
}
