import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import { reasonOf } from "../api/problem-error.ts";
import { alertColours } from "./alert-colours.ts";

interface TroubleProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Why something cannot be shown or done, in the bridge's own sentence. */
export function Trouble({ error, onRetry }: TroubleProps) {
  return (
    <Alert styles={alertColours("bad")} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{reasonOf(error)}</Text>
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
