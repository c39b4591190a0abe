import { Alert, Button, Code, CopyButton, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";

import { useCreateToken } from "../../api/tokens.ts";
import { Trouble } from "../../parts/trouble.tsx";

/** Makes a token and shows it this once. */
export function TokenForm({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<"viewer" | "operator">("viewer");
  const create = useCreateToken();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), role });
  };
  if (create.data !== undefined) return <MadeToken name={create.data.name} token={create.data.token} onDone={onDone} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          description="Of the person or program; it stands in the log"
          required
          withAsterisk={false}
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Role"
          data={[
            { value: "viewer", label: "Viewer: looks" },
            { value: "operator", label: "Operator: looks and acts" },
          ]}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as typeof role)}
        />
        {create.isError && <Trouble error={create.error} wanted="act" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Make it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface MadeTokenProps {
  readonly name: string;
  readonly token: string;
  readonly onDone: () => void;
}

function MadeToken({ name, token, onDone }: MadeTokenProps) {
  return (
    <Stack>
      <Alert variant="outline" role="status">
        <Text size="sm">{name}’s token is shown this once; the bridge keeps only a hash of it.</Text>
      </Alert>
      <Code block>{token}</Code>
      <Group justify="flex-end">
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
