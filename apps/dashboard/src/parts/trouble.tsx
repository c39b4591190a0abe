import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { reasonOf } from "../api/problem-error.ts";
import { alertColours } from "./alert-colours.ts";

interface TroubleProps {
  readonly error: unknown;
  /** What failed, if not what is shown, which is asked for again by itself. */
  readonly wanted?: "ask" | "act";
  readonly onRetry?: () => void;
}

/** Why something cannot be shown or done, in the bridge's own sentence. */
export function Trouble({ error, wanted, onRetry }: TroubleProps) {
  return <TroubleSentence {...(onRetry && { onRetry })}>{reasonOf(error, wanted)}</TroubleSentence>;
}

interface TroubleSentenceProps {
  readonly children: ReactNode;
  readonly onRetry?: () => void;
}

/** The same in the page's own. */
export function TroubleSentence({ children, onRetry }: TroubleSentenceProps) {
  return (
    <Alert styles={alertColours("bad")} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{children}</Text>
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
