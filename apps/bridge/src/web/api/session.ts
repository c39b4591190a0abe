import { Problem } from "../problem.ts";
import { stranger, type Principal } from "../auth/principal.ts";
import { recorded } from "../auth/recorded.ts";
import { endedSessionCookie, sessionCookie } from "../auth/session-cookie.ts";
import { sessionLifetimeMs } from "../auth/door.ts";
import { isoOrNull } from "./as-json.ts";
import type { ApiContext } from "./context.ts";
import { operation, type AnyOperation } from "./operation.ts";
import * as schemas from "./schemas/access.ts";

export function sessionOperations(context: ApiContext): AnyOperation[] {
  return [signIn, getSession, signOut].map((make) => make(context));
}

function signIn({ door, store, log }: ApiContext): AnyOperation {
  const id = "signIn";
  return operation({
    id,
    method: "post",
    path: "/api/session",
    summary: "Sign in with the admin token or a named one; the answer sets a cookie for twelve hours",
    needs: "nobody",
    body: schemas.signIn,
    success: { status: 200, description: "Signed in", schema: schemas.session },
    problems: {},
    handle: async ({ body, exchange: { request, response } }) => {
      const requestId = String(response.getHeader("x-request-id") ?? "");
      const signedIn = await door.signIn(request, body.token);
      const { name, role } = signedIn?.by ?? stranger;
      return await recorded(
        { store, log },
        {
          name,
          role,
          act: id,
          what: signedIn === null ? "Sign in with a wrong token." : "Sign in.",
          target: null,
          requestId,
        },
        () => {
          if (signedIn === null) throw new Problem(401, "That is no token of this bridge.");
          response.append("set-cookie", sessionCookie(request, signedIn.secret, sessionLifetimeMs));
          return Promise.resolve(sessionAsJson(signedIn.by));
        },
      );
    },
  });
}

function getSession(_context: ApiContext): AnyOperation {
  return operation({
    id: "getSession",
    method: "get",
    path: "/api/session",
    summary: "Who is signed in, or whose token this is",
    success: { status: 200, description: "Who asks", schema: schemas.session },
    problems: {},
    handle: ({ by }) => Promise.resolve(sessionAsJson(by)),
  });
}

function signOut({ door }: ApiContext): AnyOperation {
  return operation({
    id: "signOut",
    method: "delete",
    path: "/api/session",
    summary: "Sign out",
    needs: "viewer",
    success: { status: 204, description: "Signed out", schema: null },
    problems: {},
    describe: () => ({ what: "Sign out.", target: null }),
    handle: async ({ by, exchange: { request, response } }) => {
      await door.signOut(by);
      response.append("set-cookie", endedSessionCookie(request));
    },
  });
}

function sessionAsJson({ name, role, session }: Principal) {
  return { name, role, expiresAt: isoOrNull(session?.expiresAt ?? null) };
}
