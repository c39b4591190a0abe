import { Text } from "@mantine/core";

import { reasonOf } from "../../api/problem-error.ts";
import type { Side, SideStatus } from "../../api/shapes.ts";
import { useWebhook } from "../../api/webhook.ts";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { WebhookHeard, WebhookRefused } from "../../parts/webhook-heard.tsx";
import { webhookWord, type HeardWebhook } from "../../words/webhooks.ts";

interface WebhookLineProps {
  readonly side: Side;
  readonly status: SideStatus;
}

/** Whether a helpdesk tells the bridge at once, and when it did last. */
export function WebhookLine({ side, status: { webhook, paused } }: WebhookLineProps) {
  // A paused SuperOffice is not asked for what is registered there, and Requestor cannot be asked at all.
  const isAsked = side === "superoffice" && !paused;
  return (
    <>
      {isAsked ? (
        <RegisteredLine webhook={webhook} />
      ) : (
        <Text size="sm" c="dimmed">
          Webhook: <WebhookHeard webhook={webhook} />
        </Text>
      )}
      <WebhookRefused webhook={webhook} />
    </>
  );
}

function RegisteredLine({ webhook }: { readonly webhook: HeardWebhook }) {
  const { data, error } = useWebhook();
  const isWrong = !webhook.isSecretSet || error !== null || (data !== undefined && data.state !== "active");
  const state = data !== undefined ? webhookWord(data.state) : error !== null ? reasonOf(error) : null;
  return (
    <Text size="sm" c={isWrong ? "var(--wait)" : "dimmed"}>
      Webhook:{" "}
      {webhook.isSecretSet && state !== null && (
        <>
          <AnchorTo to="/connections" inherit underline="always">
            {state}
          </AnchorTo>
          {data === undefined ? " " : ". "}
        </>
      )}
      <WebhookHeard webhook={webhook} />
    </Text>
  );
}
