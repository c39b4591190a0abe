import { Text } from "@mantine/core";
import { IconKeyOff, IconPlugConnectedX } from "@tabler/icons-react";

import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Notice } from "../../parts/notice.tsx";
import type { SideNeed } from "../../words/needs.ts";
import { sideName } from "../../words/sides.ts";

/** A helpdesk that does not work: the overview tells both directions as blocked by it. */
export function SideTrouble({ of: { side, trouble, isRefused } }: { readonly of: SideNeed }) {
  return (
    <Notice
      tone={isRefused ? "bad" : "wait"}
      icon={isRefused ? IconKeyOff : IconPlugConnectedX}
      title={isRefused ? `${sideName(side)} refuses the bridge’s credentials` : `Blocked by ${sideName(side)}`}
    >
      <Text size="sm">{trouble}</Text>
      <Text size="sm">
        Messages wait until {isRefused ? "somebody has mended that" : "it works again; the bridge tries by itself"}.{" "}
        <AnchorTo to="/connections" underline="always">
          Look at the connections
        </AnchorTo>
      </Text>
    </Notice>
  );
}
