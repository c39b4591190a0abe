import { Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconPlayerPause, IconPlayerPlay, IconPlugConnected } from "@tabler/icons-react";

import type { Side } from "../../api/shapes.ts";
import { usePauseSide } from "../../api/sides.ts";
import { useMay } from "../../app/session-context.ts";
import { sideName } from "../../words/sides.ts";

interface SideActsProps {
  readonly side: Side;
  readonly isPaused: boolean;
  readonly isTested: boolean;
  readonly onTest: () => void;
}

/** Test now, pause and resume. */
export function SideActs({ side, isPaused, isTested, onTest }: SideActsProps) {
  const pause = usePauseSide();
  if (!useMay("operator")) return null;
  const name = sideName(side);
  const askToPause = () =>
    modals.openConfirmModal({
      title: `Pause ${name}?`,
      children: (
        <Text size="sm">{name} is neither read nor written until a person resumes it. Nothing is lost meanwhile.</Text>
      ),
      labels: { confirm: "Pause", cancel: "Cancel" },
      onConfirm: () => pause.mutate({ side, paused: true }),
    });
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlugConnected size={16} aria-hidden />}
        loading={isTested}
        disabled={isPaused}
        onClick={onTest}
        aria-label={`Test now: ${name}`}
      >
        Test now
      </Button>
      {isPaused ? (
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate({ side, paused: false })}
          aria-label={`Resume ${name}`}
        >
          Resume
        </Button>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={pause.isPending}
          onClick={askToPause}
          aria-label={`Pause ${name}`}
        >
          Pause…
        </Button>
      )}
    </Group>
  );
}
