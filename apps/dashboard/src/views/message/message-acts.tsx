import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconArrowMergeLeft, IconCircleMinus, IconRefresh } from "@tabler/icons-react";

import { useAdoptMirror, useRetryMirror, useSkipMirror } from "../../api/mirrors.ts";
import type { MirrorWithTrace } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";
import { sideName, targetOf } from "../../words/sides.ts";
import { AdoptForm } from "../../parts/adopt-form.tsx";
import { SkipForm } from "../../parts/skip-form.tsx";

/** What an operator can do with a message that is held or uncertain; what is advised stands out. */
export function MessageActs({ mirror }: { readonly mirror: MirrorWithTrace }) {
  const { id, state, direction, advised } = mirror;
  const retry = useRetryMirror();
  const skip = useSkipMirror();
  const adopt = useAdoptMirror();
  if (!useMay("operator") || (state !== "held" && state !== "uncertain")) return null;
  const openSkip = () =>
    modals.open({
      title: `Skip message ${id}?`,
      children: (
        <SkipForm onSkip={async (reason) => void (await skip.mutateAsync({ id, reason }))} onDone={modals.closeAll} />
      ),
    });
  const openAdopt = () =>
    modals.open({
      title: `Name the mirror of message ${id}`,
      children: (
        <AdoptForm
          label={`Message id in ${sideName(targetOf(direction))}`}
          description="It must stand on this link’s ticket and be no more public than the source."
          onAdopt={async (targetMessageId) => void (await adopt.mutateAsync({ id, targetMessageId }))}
          onDone={modals.closeAll}
        />
      ),
    });
  return (
    <>
      <Button
        variant={advised === "retry" ? "filled" : "default"}
        leftSection={<IconRefresh size={18} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate({ id })}
      >
        Try again
      </Button>
      <Button
        variant={advised === "skip" ? "filled" : "default"}
        leftSection={<IconCircleMinus size={18} aria-hidden />}
        onClick={openSkip}
      >
        Skip…
      </Button>
      <Button variant="default" leftSection={<IconArrowMergeLeft size={18} aria-hidden />} onClick={openAdopt}>
        Adopt…
      </Button>
    </>
  );
}
