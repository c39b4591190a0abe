import { Text } from "@mantine/core";

import { reasonOf } from "../../api/problem-error.ts";
import { useWebhook } from "../../api/webhook.ts";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { webhookWord } from "../../words/webhooks.ts";

/** Whether SuperOffice tells the bridge at once, in a word. */
export function WebhookLine() {
  const { data, error } = useWebhook();
  if (data === undefined && error === null) return null;
  const state =
    data === undefined ? reasonOf(error) : data.isSecretSet ? webhookWord(data.state) : "Off, no secret set";
  const isGood = data?.state === "active" && data.isSecretSet;
  return (
    <Text size="sm" c={isGood ? "dimmed" : "var(--wait)"}>
      Webhook:{" "}
      <AnchorTo to="/connections" inherit underline="always">
        {state}
      </AnchorTo>
    </Text>
  );
}
