import { IconAlertOctagon, IconInfoCircle } from "@tabler/icons-react";

import type { Mirror } from "../../api/shapes.ts";
import { Notice } from "../../parts/notice.tsx";

/** Why a message stands where it stands. */
export function MessageReason({ mirror: { state, reason } }: { readonly mirror: Mirror }) {
  if (reason === null) return null;
  const isHeld = state === "held";
  return (
    <Notice tone={isHeld ? "bad" : "wait"} icon={isHeld ? IconAlertOctagon : IconInfoCircle}>
      {reason}
    </Notice>
  );
}
