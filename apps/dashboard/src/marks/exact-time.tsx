import { Tooltip } from "@mantine/core";

import { exactTime, shortTime } from "../words/times.ts";
import styles from "./marks.module.css";

/** Day and time in the viewer's zone, of even width; the zone on hover. */
export function ExactTime({ at }: { readonly at: string }) {
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at} className={styles["time"]}>
        {shortTime(at)}
      </time>
    </Tooltip>
  );
}
