import { Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconClock, IconLogout, IconUser } from "@tabler/icons-react";

import { signedOutEvent } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { signOut } from "../api/session.ts";
import { useSession } from "./session-context.ts";
import { showExactTimes, useExactTimes } from "./use-exact-times.ts";

/** Who is signed in with which rights, and the way out. */
export function AccountMenu() {
  const { name, role } = useSession();
  const isExact = useExactTimes();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--ink)"
          px="xs"
          leftSection={<IconUser size={18} aria-hidden />}
          aria-label={`Signed in as ${name}`}
        >
          <Text span size="sm" visibleFrom="sm" truncate maw={160}>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">
          {name}, {role}
        </Menu.Label>
        <Menu.Item leftSection={<IconClock size={16} aria-hidden />} onClick={() => showExactTimes(!isExact)}>
          {isExact ? "Show times as ages" : "Show exact times"}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function leave(): Promise<void> {
  try {
    await signOut();
    window.dispatchEvent(new Event(signedOutEvent));
  } catch (error) {
    // That nobody is signed in any more is what was wanted, and the page knows it by now.
    if (error instanceof ProblemError && error.status === 401) return;
    const why = error instanceof ProblemError ? error.message : "The bridge cannot be reached.";
    const message = `${why} Sign out again in a while.`;
    notifications.show({ title: "You are still signed in", message, color: "red", autoClose: 10_000 });
  }
}
