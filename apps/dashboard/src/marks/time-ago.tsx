import { Tooltip } from "@mantine/core";

import { useNow } from "../app/use-now.ts";
import { ago, exactTime } from "../words/times.ts";
import styles from "./marks.module.css";

/** How long ago, with the exact time in the viewer's zone on hover. */
export function TimeAgo({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at} className={styles["time"]}>
        {ago(at, now)}
      </time>
    </Tooltip>
  );
}
