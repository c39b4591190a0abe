import { Text } from "@mantine/core";

import { TimeAgo } from "../marks/time-ago.tsx";
import { refusedSince, whyUnheard, type HeardWebhook } from "../words/webhooks.ts";

/** When a helpdesk's webhook was heard last, in a few words. */
export function WebhookHeard({ webhook }: { readonly webhook: HeardWebhook }) {
  const { heardAt } = webhook;
  const unheard = whyUnheard(webhook);
  if (unheard !== null || heardAt === null) return unheard;
  return (
    <>
      Heard <TimeAgo at={heardAt} />
    </>
  );
}

/** A warning where calls were refused after the last one that was heard. */
export function WebhookRefused({ webhook }: { readonly webhook: HeardWebhook }) {
  const at = refusedSince(webhook);
  if (at === null) return null;
  return (
    <Text size="sm" c="var(--wait)">
      {webhook.heardAt === null ? "Calls" : "Since then calls"} were refused for a missing or wrong signature, the last{" "}
      <TimeAgo at={at} />. Unless a stranger made them, the secret set there is not the one set here.
    </Text>
  );
}
