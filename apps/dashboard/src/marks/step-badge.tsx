import { IconCircleCheckFilled, IconCircleDashed, IconCircleX } from "@tabler/icons-react";

import { ToneBadge } from "./tone-badge.tsx";

/** What came of a step of a test; null: it was not tried. */
export function StepBadge({ ok }: { readonly ok: boolean | null }) {
  if (ok === null) return <ToneBadge tone="quiet" word="Not tried" icon={<IconCircleDashed aria-hidden />} />;
  return ok ? (
    <ToneBadge tone="good" word="Works" icon={<IconCircleCheckFilled aria-hidden />} />
  ) : (
    <ToneBadge tone="bad" word="Fails" icon={<IconCircleX aria-hidden />} />
  );
}
