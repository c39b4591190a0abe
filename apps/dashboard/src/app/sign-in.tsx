import { Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { reasonOf } from "../api/problem-error.ts";
import { signIn } from "../api/session.ts";
import type { Session } from "../api/shapes.ts";
import { BridgeMark } from "./bridge-mark.tsx";

/** Takes the administrator's token or a named one; the bridge keeps the session in a cookie that no script can read. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  useDocumentTitle("Sign in · ticket-bridge");
  const [token, setToken] = useState("");
  const attempt = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    attempt.mutate(token.trim());
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper p="xl" w="100%" maw={420}>
        <form onSubmit={submit}>
          <Stack>
            <Group gap="xs">
              <BridgeMark />
              <Title order={1} tabIndex={-1}>
                ticket-bridge
              </Title>
            </Group>
            <Text size="sm" c="dimmed">
              Sign in with your token. The administrator’s is <code>ADMIN_TOKEN</code>; the first start showed it once
              and keeps it in the data folder. Others get one of their own from the administrator.
            </Text>
            <PasswordInput
              label="Token"
              autoComplete="current-password"
              data-autofocus
              autoFocus
              required
              withAsterisk={false}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              error={attempt.isError ? reasonOf(attempt.error, "ask") : undefined}
            />
            <Button type="submit" loading={attempt.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
