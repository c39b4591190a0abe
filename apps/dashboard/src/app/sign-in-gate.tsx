import { Center, Loader } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";

import { signedOutEvent } from "../api/client.ts";
import { readSession } from "../api/session.ts";
import { Trouble } from "../parts/trouble.tsx";
import { Dialogs } from "./dialogs.tsx";
import { SessionContext } from "./session-context.ts";
import { SignIn } from "./sign-in.tsx";
import { useForgetting } from "./use-forgetting.ts";

const sessionKey = ["session"];

/** Shows the page and its dialogs to who is signed in, and the sign-in to everybody else. */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const session = useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 });
  useForgetting(session.data);
  useEffect(() => {
    const onSignedOut = () => queries.setQueryData(sessionKey, null);
    window.addEventListener(signedOutEvent, onSignedOut);
    return () => window.removeEventListener(signedOutEvent, onSignedOut);
  }, [queries]);

  if (session.data === undefined) {
    return (
      <Center component="main" mih="100vh" p="md">
        {session.isError ? (
          <Trouble error={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <Loader aria-label="Loading" />
        )}
      </Center>
    );
  }
  if (session.data === null) {
    return <SignIn onSignedIn={(signedIn) => queries.setQueryData(sessionKey, signedIn)} />;
  }
  return (
    <SessionContext value={session.data}>
      <Dialogs>{children}</Dialogs>
    </SessionContext>
  );
}
