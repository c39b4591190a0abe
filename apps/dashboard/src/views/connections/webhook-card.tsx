import { Button, Group, Skeleton, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheckFilled, IconWebhook } from "@tabler/icons-react";

import { useRegisterWebhook, useWebhook } from "../../api/webhook.ts";
import { useMay } from "../../app/session-context.ts";
import { ToneBadge } from "../../marks/tone-badge.tsx";
import { Section } from "../../parts/section.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { webhookWord } from "../../words/webhooks.ts";

/** Whether SuperOffice tells the bridge at once, and the way to make it do so. */
export function WebhookCard() {
  const { data, isError, error, refetch } = useWebhook();
  const register = useRegisterWebhook();
  const mayAct = useMay("operator");
  if (data === undefined) {
    return (
      <Section title="SuperOffice’s webhook">
        {isError ? <Trouble error={error} onRetry={() => void refetch()} /> : <Skeleton h={60} />}
      </Section>
    );
  }
  const isActive = data.state === "active";
  const badge = (
    <ToneBadge
      tone={isActive ? "good" : "wait"}
      word={webhookWord(data.state)}
      icon={isActive ? <IconCircleCheckFilled aria-hidden /> : <IconAlertTriangle aria-hidden />}
    />
  );
  return (
    <Section title="SuperOffice’s webhook" aside={badge}>
      <Text size="sm">{data.sentence}</Text>
      {data.targetUrl !== null && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          It calls {data.targetUrl}
        </Text>
      )}
      {data.lastError !== null && (
        <Text size="sm" c="var(--bad)">
          {data.lastError}
        </Text>
      )}
      {!isActive && (data.wantedUrl === null || !data.isSecretSet) && (
        <Text size="sm" c="dimmed">
          To register it from here, set <code>PUBLIC_URL</code> and <code>SUPEROFFICE_WEBHOOK_SECRET</code> first.
        </Text>
      )}
      {mayAct && !isActive && (
        <Group>
          <Button
            size="xs"
            leftSection={<IconWebhook size={16} aria-hidden />}
            loading={register.isPending}
            disabled={data.wantedUrl === null || !data.isSecretSet}
            onClick={() => register.mutate()}
          >
            {data.state === "missing" ? "Register it" : "Activate it again"}
          </Button>
        </Group>
      )}
    </Section>
  );
}
