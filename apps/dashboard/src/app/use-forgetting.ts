import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { Session } from "../api/shapes.ts";

/**
 * Nothing of what was read or told stays for the next person at this machine, however the session ended. Where somebody
 * else signed in in another tab, this page is theirs too: it begins anew.
 */
export function useForgetting(session: Session | null | undefined): void {
  const queries = useQueryClient();
  const known = useRef<Session | null>(null);
  const isSignedIn = session !== null && session !== undefined;

  useEffect(() => {
    // At the beginning too: an act may have come to its end after its session.
    notifications.clean();
    if (isSignedIn) return;
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    queries.getMutationCache().clear();
  }, [isSignedIn, queries]);

  useEffect(() => {
    const before = known.current;
    known.current = session ?? null;
    if (before === null || known.current === null) return;
    if (before.name !== known.current.name || before.role !== known.current.role) window.location.reload();
  }, [session]);
}
