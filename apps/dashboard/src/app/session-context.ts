import { createContext, useContext } from "react";

import type { Role, Session } from "../api/shapes.ts";

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in; used within the sign-in gate only. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("Nobody is signed in here.");
  return session;
}

const ranks: readonly Role[] = ["viewer", "operator", "administrator"];

/** Whether who is signed in may do what needs this role. The bridge decides; this only spares a refused attempt. */
export function useMay(needed: Role): boolean {
  return ranks.indexOf(useSession().role) >= ranks.indexOf(needed);
}
