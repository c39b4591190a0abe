import type { Side } from "../api/shapes.ts";
import { sideName } from "../words/sides.ts";
import styles from "./marks.module.css";

interface SideMarkProps {
  readonly side: Side;
  /** Only the letter in its shape; the name is still told to who cannot see it. */
  readonly short?: boolean;
}

/** A helpdesk: its letter in its shape and colour, S in a circle and R in a square. */
export function SideMark({ side, short = false }: SideMarkProps) {
  const name = sideName(side);
  const letter = name.charAt(0);
  return (
    <span className={`${styles["side"]} ${styles[side]}`}>
      {short ? (
        <span className={styles["letter"]} role="img" aria-label={name} title={name}>
          {letter}
        </span>
      ) : (
        <>
          <span className={styles["letter"]} aria-hidden>
            {letter}
          </span>
          <span className={styles["name"]}>{name}</span>
        </>
      )}
    </span>
  );
}
