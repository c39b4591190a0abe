import { Table, Text } from "@mantine/core";

import type { Mirror } from "../../api/shapes.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { StateBadge } from "../../marks/state-badge.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { CountCell } from "../../parts/count-cell.tsx";
import { kindWord } from "../../words/states.ts";

export function MessageRow({ mirror }: { readonly mirror: Mirror }) {
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorTo to={`/messages/${mirror.id}`} size="sm" fw={550} className="nowrap">
          {kindWord(mirror.kind)} {mirror.id}
        </AnchorTo>
      </Table.Td>
      <Table.Td>
        <DirectionMark direction={mirror.direction} short />
      </Table.Td>
      <Table.Td>
        <StateBadge state={mirror.state} />
      </Table.Td>
      <Table.Td>
        {mirror.visibility === null ? <Text c="dimmed">–</Text> : <VisibilityBadge visibility={mirror.visibility} />}
      </Table.Td>
      <Table.Td>
        <Place place={mirror.source} linkId={mirror.linkId} />
      </Table.Td>
      <Table.Td>
        {mirror.target === null ? <Text c="dimmed">–</Text> : <Place place={mirror.target} linkId={mirror.linkId} />}
      </Table.Td>
      <CountCell value={mirror.attempts} />
      <Table.Td>
        <TimeAgo at={mirror.capturedAt} />
      </Table.Td>
      <Table.Td className="words brief">
        {mirror.reason !== null && (
          <Text size="sm" c="dimmed" lineClamp={2} title={mirror.reason}>
            {mirror.reason}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Place({ place, linkId }: { readonly place: Mirror["source"]; readonly linkId: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: "nowrap" }}>
      {place.messageId}{" "}
      <Text span c="dimmed" inherit>
        in{" "}
        <AnchorTo to={`/tickets/${linkId}`} underline="always">
          {place.ticketId}
        </AnchorTo>
      </Text>
    </Text>
  );
}
