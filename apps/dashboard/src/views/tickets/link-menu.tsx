import { ActionIcon, Menu, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconDotsVertical, IconPlayerPause, IconPlayerPlay, IconUnlink } from "@tabler/icons-react";

import { usePauseLink, useUnlink } from "../../api/links.ts";
import type { Link } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";

/** What an operator can do with a link. */
export function LinkMenu({ link }: { readonly link: Link }) {
  const pause = usePauseLink();
  const unlink = useUnlink();
  const { id, paused } = link;
  const pair = `SuperOffice ticket ${link.superofficeTicketId} and Requestor ticket ${link.requestorTicketId}`;
  const askToUnlink = () =>
    modals.openConfirmModal({
      title: "Unlink these tickets?",
      children: (
        <Text size="sm">
          {pair} stop following each other. What stands there stays; what waits is skipped. Linking the same pair again
          goes on where it ended.
        </Text>
      ),
      labels: { confirm: "Unlink", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => unlink.mutate({ id }),
    });
  if (!useMay("operator")) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Acts on ${pair}`}>
          <IconDotsVertical size={18} color="var(--soft)" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          onClick={() => pause.mutate({ id, paused: !paused })}
        >
          {paused ? "Resume" : "Pause"}
        </Menu.Item>
        <Menu.Item leftSection={<IconUnlink size={16} aria-hidden />} c="var(--bad)" onClick={askToUnlink}>
          Unlink
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
