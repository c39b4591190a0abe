import { Button, Group, List, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconShieldExclamation } from "@tabler/icons-react";

import { useAcknowledgeAlarms } from "../api/audits.ts";
import type { Alarm } from "../api/shapes.ts";
import { useStatus } from "../api/status.ts";
import { useMay, useSession } from "../app/session-context.ts";
import { AnchorTo } from "./anchor-to.tsx";
import { Notice } from "./notice.tsx";

/** An internal message stands public somewhere: nothing public is written until a person has looked. */
export function AlarmNotice() {
  const alarms = useStatus().data?.alarms ?? [];
  if (alarms.length === 0) return null;
  return (
    <Notice tone="bad" icon={IconShieldExclamation} title="An internal message was found public">
      <Group justify="space-between" align="flex-end" gap="sm">
        <div style={{ flex: "1 1 20rem" }}>
          <Text size="sm">Nothing public is written to either helpdesk until a person has looked.</Text>
          <List size="sm">
            {alarms.map(({ id, mirrorId, reason }) => (
              <List.Item key={id}>
                {reason}{" "}
                <AnchorTo to={`/messages/${mirrorId}`} underline="always">
                  Message {mirrorId}
                </AnchorTo>
              </List.Item>
            ))}
          </List>
        </div>
        <Acknowledge alarms={alarms} />
      </Group>
    </Notice>
  );
}

/** Names the alarms that were shown: one that is raised meanwhile still stands. */
function Acknowledge({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const acknowledge = useAcknowledgeAlarms();
  const { name } = useSession();
  if (!useMay("operator")) return null;
  const ask = () =>
    modals.openConfirmModal({
      title: "Have you looked?",
      children: (
        <Text size="sm">
          Public messages are written again from now on. What was found stays as it is: make it private or delete it in
          the helpdesk first.
        </Text>
      ),
      labels: { confirm: "I have looked", cancel: "Cancel" },
      onConfirm: () => acknowledge.mutate({ by: name, alarms: alarms.map(({ id }) => id) }),
    });
  return (
    <Button color="red" size="compact-md" onClick={ask} loading={acknowledge.isPending}>
      I have looked…
    </Button>
  );
}
