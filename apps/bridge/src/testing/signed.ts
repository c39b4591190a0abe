import { createHmac } from "node:crypto";

/** The header with which SuperOffice signs a webhook's body. */
export function signedBySuperOffice(body: string | Uint8Array, secret: string): Record<string, string> {
  return { "x-superoffice-signature": createHmac("sha256", secret).update(body).digest("base64") };
}

/** The header with which Requestor's webhook is signed. */
export function signedByRequestor(body: string | Uint8Array, secret: string): Record<string, string> {
  return { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` };
}
