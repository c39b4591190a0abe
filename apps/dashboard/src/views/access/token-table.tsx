import { Button, Table, Text } from "@mantine/core";
import { modals } from "@mantine/modals";

import type { Token } from "../../api/shapes.ts";
import { useRevokeToken } from "../../api/tokens.ts";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { TableCard, type Column } from "../../parts/table-card.tsx";

const columns: readonly Column[] = [
  { name: "Name", isPlain: true },
  { name: "Role", isPlain: true },
  { name: "Made" },
  { name: "Last used" },
  { name: "Acts", isHidden: true },
];

export function TokenTable({ tokens }: { readonly tokens: readonly Token[] | undefined }) {
  return (
    <TableCard label="Tokens" columns={columns} minWidth={560}>
      {tokens === undefined ? (
        <SkeletonRows columns={columns.length} rows={4} />
      ) : (
        tokens.map((token) => <TokenRow key={token.id} token={token} />)
      )}
    </TableCard>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const { id, name, role, createdAt, createdBy, lastUsedAt, revokedAt, revokedBy } = token;
  return (
    <Table.Tr>
      <Table.Td fw={550}>{name}</Table.Td>
      <Table.Td>{role}</Table.Td>
      <Table.Td className="broad">
        <TimeAgo at={createdAt} /> by {createdBy}
      </Table.Td>
      <Table.Td>{lastUsedAt === null ? <Text c="dimmed">Never</Text> : <TimeAgo at={lastUsedAt} />}</Table.Td>
      <Table.Td className="acts">
        {revokedAt === null ? (
          <Revoke id={id} name={name} />
        ) : (
          <Text size="sm" c="dimmed">
            Revoked <TimeAgo at={revokedAt} /> by {revokedBy}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Revoke({ id, name }: { readonly id: string; readonly name: string }) {
  const revoke = useRevokeToken();
  const ask = () =>
    modals.openConfirmModal({
      title: `Revoke ${name}’s token?`,
      children: <Text size="sm">Whoever is signed in with it is signed out at once. It cannot be undone.</Text>,
      labels: { confirm: "Revoke", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => revoke.mutate({ id, name }),
    });
  return (
    <Button size="compact-sm" variant="default" loading={revoke.isPending} onClick={ask} aria-label={`Revoke ${name}`}>
      Revoke…
    </Button>
  );
}
