import { answerOf, api } from "./client.ts";
import { ProblemError } from "./problem-error.ts";
import type { Session } from "./shapes.ts";

/** Null: nobody is signed in. */
export async function readSession(): Promise<Session | null> {
  try {
    return await answerOf(api.GET("/api/session"));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}

/** Throws ProblemError with the bridge's sentence when the token is wrong or was tried too often. */
export async function signIn(token: string): Promise<Session> {
  return await answerOf(api.POST("/api/session", { body: { token } }));
}

export async function signOut(): Promise<void> {
  await answerOf(api.DELETE("/api/session"));
}
