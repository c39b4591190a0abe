import type { Piece } from "../words/differences.ts";
import { inOwnOrder } from "./reading-order.ts";
import styles from "./texts.module.css";

interface PlainWordsProps {
  /** Names the region, which may scroll. */
  readonly label: string;
  readonly pieces: readonly Piece[];
  /** How words are marked that stand here alone: as taken away from the other text or as put there. */
  readonly mark?: "del" | "ins";
}

/** What somebody wrote, as text and nothing else, in its own order. */
export function PlainWords({ label, pieces, mark: Mark = "ins" }: PlainWordsProps) {
  return (
    <div className={styles["words"]} role="region" aria-label={label} tabIndex={0} dir="auto">
      {pieces.map(({ text, isOnlyHere }, place) =>
        isOnlyHere ? (
          <Mark key={place} className={styles["only"]}>
            <span className="visually-hidden">[Only here: </span>
            {inOwnOrder(text)}
            <span className="visually-hidden">]</span>
          </Mark>
        ) : (
          inOwnOrder(text)
        ),
      )}
    </div>
  );
}
