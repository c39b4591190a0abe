import { IconLock, IconWorld } from "@tabler/icons-react";

import styles from "./marks.module.css";

/** An internal note is amber with a lock, always. */
export function VisibilityBadge({ visibility }: { readonly visibility: "public" | "internal" }) {
  if (visibility === "public") {
    return (
      <span className={`${styles["badge"]} ${styles["public"]}`}>
        <IconWorld aria-hidden />
        Public
      </span>
    );
  }
  return (
    <span className={`${styles["badge"]} ${styles["internal"]}`}>
      <IconLock aria-hidden />
      Internal
    </span>
  );
}
