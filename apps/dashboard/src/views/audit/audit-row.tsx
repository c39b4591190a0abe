import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconShieldExclamation } from "@tabler/icons-react";

import { useAuditLink } from "../../api/audits.ts";
import type { Audit, Finding } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { SideMark } from "../../marks/side-mark.tsx";
import { TimeAgo } from "../../marks/time-ago.tsx";
import { ToneBadge } from "../../marks/tone-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { CountCell } from "../../parts/count-cell.tsx";
import { classWord } from "../../words/classes.ts";
import { percent } from "../../words/numbers.ts";

export function AuditRow({ audit }: { readonly audit: Audit }) {
  const compare = useAuditLink();
  const mayAct = useMay("operator");
  const { linkId, superofficeTicketId, requestorTicketId } = audit;
  return (
    <Table.Tr>
      <Table.Td className="broad">
        <AnchorTo to={`/tickets/${linkId}`} size="sm" fw={550} style={{ whiteSpace: "nowrap" }}>
          <SideMark side="superoffice" short /> {superofficeTicketId} <SideMark side="requestor" short />{" "}
          {requestorTicketId}
        </AnchorTo>
      </Table.Td>
      <Table.Td className="number">{percent(audit.parity)}</Table.Td>
      <CountCell value={audit.should} />
      <CountCell value={audit.agree} />
      <CountCell value={audit.waiting} />
      <Table.Td>
        {audit.audited === null ? (
          <Text size="sm" c="dimmed">
            Not yet
          </Text>
        ) : (
          <TimeAgo at={audit.audited} />
        )}
      </Table.Td>
      <Table.Td className="words">
        {(audit.trouble !== null || audit.findings.length > 0) && (
          <Stack gap={4}>
            {audit.trouble !== null && <Text size="sm">{audit.trouble}</Text>}
            {audit.findings.map((finding) => (
              <FindingLine key={`${finding.direction} ${finding.messageId} ${finding.class}`} finding={finding} />
            ))}
          </Stack>
        )}
      </Table.Td>
      <Table.Td className="acts">
        {mayAct && (
          <Button
            size="compact-sm"
            variant="default"
            loading={compare.isPending}
            onClick={() => compare.mutate({ linkId })}
            aria-label={`Compare now: tickets ${superofficeTicketId} and ${requestorTicketId}`}
          >
            Compare now
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function FindingLine({ finding }: { readonly finding: Finding }) {
  const { direction, messageId, mirrorId, reason, leak } = finding;
  return (
    <div>
      <Group gap={6}>
        {leak && <ToneBadge tone="bad" word="Leak" icon={<IconShieldExclamation aria-hidden />} />}
        <DirectionMark direction={direction} short />
        <Text size="sm" fw={550}>
          {classWord(finding.class)}:{" "}
          {mirrorId === null ? (
            messageId
          ) : (
            <AnchorTo to={`/messages/${mirrorId}`} underline="always">
              message {messageId}
            </AnchorTo>
          )}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {reason}
      </Text>
    </div>
  );
}
