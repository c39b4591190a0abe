import { Tooltip } from "@mantine/core";

import { useExactTimes } from "../app/use-exact-times.ts";
import { useNow } from "../app/use-now.ts";
import { ago, exactTime } from "../words/times.ts";
import styles from "./marks.module.css";

/** How long ago, with the exact time in the viewer's zone on hover, or in its place where that is chosen. */
export function TimeAgo({ at }: { readonly at: string }) {
  const now = useNow();
  const isExact = useExactTimes();
  const exact = exactTime(at);
  if (isExact) return <time dateTime={at}>{exact}</time>;
  return (
    <Tooltip label={exact}>
      <time dateTime={at} className={styles["time"]}>
        {ago(at, now)}
      </time>
    </Tooltip>
  );
}
