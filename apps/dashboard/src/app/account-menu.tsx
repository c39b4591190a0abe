import { Button, Menu, Text } from "@mantine/core";
import { IconClock, IconLogout, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";

import { signedOutEvent } from "../api/client.ts";
import { signOut } from "../api/session.ts";
import { useSession } from "./session-context.ts";
import { showExactTimes, useExactTimes } from "./use-exact-times.ts";

/** Who is signed in with which rights, and the way out. */
export function AccountMenu() {
  const { name, role } = useSession();
  const queries = useQueryClient();
  const isExact = useExactTimes();
  const leave = async () => {
    await signOut();
    window.dispatchEvent(new Event(signedOutEvent));
    // Nothing of what was read stays for the next person at this machine.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  };
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
