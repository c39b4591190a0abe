import { createPrivateKey, createSign } from "node:crypto";

/**
 * The signed system token: `token.yyyyMMddHHmm.base64(RSA-SHA256(token.yyyyMMddHHmm))`, time in UTC (sign-system-user-
 * token page).
 * @param privateKey PEM text of an RSA key.
 * @param now milliseconds since 1970.
 * @throws Error when the key cannot be read; its text never holds the key.
 */
export function signSystemToken(systemToken: string, privateKey: string, now: number): string {
  const timestamp = new Date(now)
    .toISOString()
    .replace(/[^0-9]/g, "")
    .slice(0, 12);
  const text = `${systemToken}.${timestamp}`;
  const signature = createSign("RSA-SHA256").update(text, "utf8").sign(createPrivateKey(privateKey), "base64");
  return `${text}.${signature}`;
}
