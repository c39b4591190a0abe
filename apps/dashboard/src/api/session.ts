import { ProblemError } from "./problem-error.ts";
import type { Problem } from "./shapes.ts";

export type Role = "viewer" | "operator" | "administrator";

/** Who is signed in. */
export interface Session {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: string;
}

/** Null: nobody is signed in. */
export async function readSession(): Promise<Session | null> {
  const response = await fetch("/api/session");
  return response.status === 401 ? null : await contentOf(response);
}

/** Throws ProblemError with the bridge's sentence when the token is wrong or was tried too often. */
export async function signIn(token: string): Promise<Session> {
  const headers = { "content-type": "application/json" };
  return await contentOf(await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ token }) }));
}

export async function signOut(): Promise<void> {
  const response = await fetch("/api/session", { method: "DELETE" });
  if (!response.ok && response.status !== 401) throw new ProblemError(response.status, undefined);
}

async function contentOf(response: Response): Promise<Session> {
  const content: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(response.status, content as Partial<Problem> | undefined);
  return content as Session;
}
