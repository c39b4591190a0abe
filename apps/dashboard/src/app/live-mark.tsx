import { Tooltip } from "@mantine/core";
import { IconBroadcast, IconRefresh } from "@tabler/icons-react";

import { ToneBadge } from "../marks/tone-badge.tsx";
import styles from "./shell.module.css";
import { useLiveState, type LiveState } from "./live-context.ts";

const labels: Readonly<Record<LiveState, string>> = {
  connecting: "This page begins to listen to what changes.",
  live: "The bridge tells this page what changes.",
  polling: "The bridge's events cannot be heard just now; this page asks every 5 seconds.",
};

/** Says quietly whether what is shown is told by the bridge or asked for every few seconds. */
export function LiveMark() {
  const state = useLiveState();
  const isLive = state === "live";
  return (
    <Tooltip label={labels[state]}>
      <span role="status" className={styles["compact"]}>
        {isLive ? (
          <ToneBadge tone="quiet" word="Live" icon={<IconBroadcast aria-hidden />} />
        ) : (
          <ToneBadge
            tone="wait"
            word={state === "connecting" ? "Connecting" : "Reconnecting"}
            icon={<IconRefresh aria-hidden />}
          />
        )}
      </span>
    </Tooltip>
  );
}
