import { z } from "zod";

const identity = "http://schemes.superoffice.net/identity";
/** How far the two clocks may differ. */
const leewayMs = 10 * 60_000;

const claims = z.looseObject({
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  exp: z.number().optional(),
  [`${identity}/ctx`]: z.string().optional(),
  [`${identity}/ticket`]: z.string().min(1),
});

/**
 * Takes the ticket out of the JWT that the login service answered. What the token says about its issuer, audience,
 * tenant and end must fit where it is said. The signature is not checked: the token came in the answer of our own TLS
 * call to the login service and is passed on to nobody as proof.
 * @returns the ticket, or the reason why the token cannot be used.
 */
export function readSystemUserToken(
  token: string,
  context: string,
  now: number,
): { readonly ticket: string } | { readonly refusal: string } {
  const parsed = claims.safeParse(payloadOf(token));
  if (!parsed.success) return { refusal: "its token holds no ticket" };
  const { iss, aud, exp } = parsed.data;
  const tenant = parsed.data[`${identity}/ctx`];
  const audiences = aud === undefined ? [] : [aud].flat();
  if (iss !== undefined && !/superoffice/i.test(iss)) return { refusal: "its token was issued by somebody else" };
  if (audiences.length > 0 && !audiences.some((name) => /^spn:/i.test(name))) {
    return { refusal: "its token is meant for somebody else" };
  }
  if (tenant !== undefined && tenant.toLowerCase() !== context.toLowerCase()) {
    return { refusal: "its token belongs to another tenant" };
  }
  if (exp !== undefined && exp * 1000 < now - leewayMs) return { refusal: "its token has ended" };
  return { ticket: parsed.data[`${identity}/ticket`] };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
