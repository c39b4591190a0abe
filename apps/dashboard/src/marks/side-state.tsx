import {
  IconCircleCheckFilled,
  IconKeyOff,
  IconPlayerPauseFilled,
  IconPlugConnectedX,
  IconQuestionMark,
} from "@tabler/icons-react";

import type { SideStatus } from "../api/shapes.ts";
import { ToneBadge } from "./tone-badge.tsx";

/** Whether a helpdesk answers, in a word. */
export function SideState({ status: { paused, reachable, credentials, trouble } }: { readonly status: SideStatus }) {
  if (paused) {
    return <ToneBadge tone="quiet" word="Paused" icon={<IconPlayerPauseFilled aria-hidden />} />;
  }
  if (credentials === "refused") {
    return <ToneBadge tone="bad" word="Credentials refused" icon={<IconKeyOff aria-hidden />} />;
  }
  if (reachable === false) {
    return <ToneBadge tone="bad" word="Unreachable" icon={<IconPlugConnectedX aria-hidden />} />;
  }
  if (trouble !== null) return <ToneBadge tone="bad" word="In trouble" icon={<IconPlugConnectedX aria-hidden />} />;
  if (reachable === null)
    return <ToneBadge tone="quiet" word="Not asked yet" icon={<IconQuestionMark aria-hidden />} />;
  return <ToneBadge tone="good" word="Works" icon={<IconCircleCheckFilled aria-hidden />} />;
}
