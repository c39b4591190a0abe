import { Tooltip } from "@mantine/core";

import { useExactTimes } from "../app/use-exact-times.ts";
import { exactTime, shortTime } from "../words/times.ts";
import styles from "./marks.module.css";

/** Day and time in the viewer's zone, of even width; the zone on hover, or with it where exact times are chosen. */
export function ExactTime({ at }: { readonly at: string }) {
  const isExact = useExactTimes();
  const exact = exactTime(at);
  if (isExact) return <time dateTime={at}>{exact}</time>;
  return (
    <Tooltip label={exact}>
      <time dateTime={at} className={styles["time"]}>
        {shortTime(at)}
      </time>
    </Tooltip>
  );
}
